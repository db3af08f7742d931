package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients of others against the packaged server; needs npm and its registry. See
/// `src/test/clients`.
@Tag("clients")
class ClientsIT {
  private static final Path CLIENTS = Path.of("src/test/clients").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @BeforeAll
  static void fetch() throws Exception {
    assertThat(run("npm", "ci", "--no-audit", "--no-fund")).isZero();
  }

  @Test
  void bothTypeScriptClientsFollowAMemoryThroughItsLife() throws Exception {
    assertThat(run("node_modules/.bin/node", "typescript.mjs")).isZero();
  }

  @Test
  void theInspectorListsAndCallsEachToolAndEnduresLoad() throws Exception {
    assertThat(run("node_modules/.bin/node", "inspector.mjs")).isZero();
  }

  @Test
  void theConformanceSuiteFailsNothingButWhatIsListed() throws Exception {
    int port = freePort();
    Process server =
        new ProcessBuilder(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                ConformanceServer.class.getName(),
                String.valueOf(port))
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(server.inputReader(UTF_8).readLine()).isEqualTo("ready");

      assertThat(
              run("node_modules/.bin/node", "conformance.mjs", "http://localhost:" + port + "/mcp"))
          .isZero();
    } finally {
      server.destroy();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Shares no stream with the program: Node would make our standard input non-blocking, on which
  /// whoever runs the tests reads.
  private static int run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "PACT_MEMORY_SERVER",
            Json.write(List.of(JAVA, "-jar", System.getProperty("pact.jar", ""))));
    Process process = builder.start();
    process.getOutputStream().close();
    process.inputReader(UTF_8).lines().forEach(System.err::println);
    return process.waitFor();
  }
}
