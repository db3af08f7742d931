package dev.pactmemory.e2e;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// The server as a real client sees it: the Java SDK's client on the pipes of a process.
final class Agent implements Caller, AutoCloseable {
  private final McpSyncClient client;
  private final List<String> stderr = new CopyOnWriteArrayList<>();

  Agent(Launch launch) {
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(launch.command().getFirst())
                .args(launch.command().subList(1, launch.command().size()))
                .env(launch.environment())
                .build(),
            McpJsonDefaults.getMapper()) {
          @Override
          protected ProcessBuilder getProcessBuilder() {
            return new ProcessBuilder().directory(launch.directory().toFile());
          }
        };
    transport.setStdErrorHandler(stderr::add);
    client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofSeconds(60))
            .initializationTimeout(Duration.ofSeconds(60))
            .clientInfo(McpSchema.Implementation.builder("end-to-end", "1").build())
            .build();
    client.initialize();
  }

  McpSyncClient client() {
    return client;
  }

  /// What the process wrote for people so far.
  List<String> stderr() {
    return List.copyOf(stderr);
  }

  @Override
  public Reply call(String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    String text =
        result.content().stream()
            .filter(McpSchema.TextContent.class::isInstance)
            .map(content -> ((McpSchema.TextContent) content).text())
            .collect(Collectors.joining("\n"));
    return new Reply(
        Boolean.TRUE.equals(result.isError()), text, Json.tree(result.structuredContent()));
  }

  @Override
  public void close() {
    client.closeGracefully();
  }
}
