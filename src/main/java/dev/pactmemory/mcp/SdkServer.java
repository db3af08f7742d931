package dev.pactmemory.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// The protocol library's server: its stateless dispatch, called directly instead of through one of
/// its transports. Safe for many threads.
///
/// Its input validation is off, because our tools say more about a wrong argument than a schema
/// can; its output validation costs a validator at every start and is done by the tests instead.
final class SdkServer {
  private static final String EXCHANGE = "exchange";

  private final McpStatelessServerHandler handler;

  SdkServer(
      McpEndpoint.Identity identity,
      List<SyncToolSpecification> tools,
      List<SyncPromptSpecification> prompts) {
    Transport transport = new Transport();
    McpSchema.ServerCapabilities.Builder capabilities =
        McpSchema.ServerCapabilities.builder().tools(false);
    if (!prompts.isEmpty()) {
      capabilities.prompts(false);
    }
    McpServer.sync(transport)
        .serverInfo(identity.name(), identity.version())
        .capabilities(capabilities.build())
        .jsonMapper(new Mapper())
        .jsonSchemaValidator((_, _) -> JsonSchemaValidator.ValidationResponse.asValid(""))
        .validateToolInputs(false)
        .immediateExecution(true)
        .tools(tools)
        .prompts(prompts)
        .build();
    handler = Objects.requireNonNull(transport.handler, "the library sets its handler when built");
  }

  /// What the library answers.
  ///
  /// @throws RpcException with the library's code when it refuses
  Object answer(String method, Map<String, Object> params, Exchange exchange) {
    McpSchema.JSONRPCResponse response =
        handler
            .handleRequest(
                McpTransportContext.create(Map.of(EXCHANGE, exchange)),
                new McpSchema.JSONRPCRequest(method, exchange.call().requestId(), params))
            .toFuture()
            .join();
    if (response == null) {
      throw new IllegalStateException("no answer to " + method);
    }
    if (response.error() != null) {
      throw new RpcException(
          response.error().code(), response.error().message(), response.error().data());
    }
    return response.result();
  }

  static Exchange exchange(McpTransportContext context) {
    if (context.get(EXCHANGE) instanceof Exchange exchange) {
      return exchange;
    }
    throw new IllegalStateException("a handler was called past the endpoint");
  }

  /// Only hands over the handler; lines come and go elsewhere.
  private static final class Transport implements McpStatelessServerTransport {
    private @Nullable McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler mcpHandler) {
      handler = mcpHandler;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }

  /// Makes the one type that is asked for on every call by hand; data binding is loaded for the
  /// others only.
  private static final class Mapper implements McpJsonMapper {
    @Override
    @SuppressWarnings("unchecked") // the reference names the type that is made
    public <T> T convertValue(Object value, TypeRef<T> type) {
      Map<String, Object> params = Json.asObject(value);
      if (params != null && type.getType() == McpSchema.CallToolRequest.class) {
        return (T)
            new McpSchema.CallToolRequest(
                Objects.requireNonNull((String) params.get("name")),
                Objects.requireNonNullElse(Json.asObject(params.get("arguments")), Map.of()),
                Json.asObject(params.get("_meta")));
      }
      return McpJsonDefaults.getMapper().convertValue(value, type);
    }

    @Override
    public <T> T convertValue(Object value, Class<T> type) {
      return McpJsonDefaults.getMapper().convertValue(value, type);
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws java.io.IOException {
      return McpJsonDefaults.getMapper().readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws java.io.IOException {
      return McpJsonDefaults.getMapper().readValue(content, type);
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws java.io.IOException {
      return McpJsonDefaults.getMapper().readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws java.io.IOException {
      return McpJsonDefaults.getMapper().readValue(content, type);
    }

    @Override
    public String writeValueAsString(Object value) throws java.io.IOException {
      return McpJsonDefaults.getMapper().writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws java.io.IOException {
      return McpJsonDefaults.getMapper().writeValueAsBytes(value);
    }
  }
}
