package dev.pactmemory.mcp;

import dev.pactmemory.model.MemoryException;
import dev.pactmemory.tools.Answer;
import dev.pactmemory.tools.Tool;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of our tools as the protocol library wants it. Whatever goes wrong inside becomes a result
/// that the model can read.
final class ToolAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ToolAdapter.class);

  private ToolAdapter() {}

  /// @param alwaysLoad asks clients that load tools on demand to have this one from the start
  static SyncToolSpecification adapt(Tool tool, boolean alwaysLoad) {
    McpSchema.Tool.Builder described =
        McpSchema.Tool.builder(tool.name(), tool.inputSchema())
            .title(tool.title())
            .description(tool.description())
            .outputSchema(tool.outputSchema())
            .annotations(annotations(tool.hints()));
    if (alwaysLoad) {
      described.meta(Map.of("anthropic/alwaysLoad", true));
    }
    return new SyncToolSpecification(
        described.build(),
        (context, request) -> result(tool, request.arguments(), SdkServer.exchange(context)));
  }

  /// What only means something for tools that write is left out of those that read.
  private static McpSchema.ToolAnnotations annotations(Tool.Hints hints) {
    McpSchema.ToolAnnotations.Builder annotations =
        McpSchema.ToolAnnotations.builder().readOnlyHint(hints.readOnly()).openWorldHint(false);
    if (!hints.readOnly()) {
      annotations.destructiveHint(hints.destructive()).idempotentHint(hints.idempotent());
    }
    return annotations.build();
  }

  private static McpSchema.CallToolResult result(
      Tool tool, Map<String, Object> arguments, Exchange exchange) {
    String broken = Json.loneSurrogate(arguments, "");
    if (broken != null) {
      return error(
          RpcException.quote(broken)
              + " holds half of a surrogate pair (\\ud800 to \\udfff without its other half);"
              + " send the whole character or leave it out. Nothing was done.");
    }
    try {
      exchange.call().check();
      Answer answer = tool.call(arguments, exchange.call());
      return answer.isError() ? error(answer.error()) : success(answer.structured());
    } catch (MemoryException e) {
      switch (e.code()) {
        case IO_ERROR, DAMAGED -> LOG.warn("{} failed: {}", tool.name(), e.getMessage(), e);
        case BUSY, TIMED_OUT, CANCELLED, DISK_FULL, READ_ONLY, STORE_TOO_NEW, CLOSED -> {}
      }
      return error(e.getMessage() == null ? e.code().toString() : e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", tool.name(), e);
      return error(
          "internal error in " + tool.name() + "; the server's log (stderr) has the details");
    }
  }

  private static McpSchema.CallToolResult success(Map<String, Object> structured) {
    return McpSchema.CallToolResult.builder()
        .structuredContent(structured)
        .addTextContent(Json.write(structured))
        .isError(false)
        .build();
  }

  private static McpSchema.CallToolResult error(String message) {
    return McpSchema.CallToolResult.builder().addTextContent(message).isError(true).build();
  }
}
