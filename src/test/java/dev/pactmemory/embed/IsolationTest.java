package dev.pactmemory.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The model keeps to its cache: no network, no file elsewhere, nothing on stdout. A process of its
/// own shows it, with a home and a temporary directory that can be looked into.
class IsolationTest {
  @TempDir private Path temporary;

  @Test
  void theModelWritesToItsCacheAloneAndOpensNoSocket() throws Exception {
    Path home = Files.createDirectory(temporary.resolve("home"));
    Path scratch = Files.createDirectory(temporary.resolve("scratch"));
    Path cache = temporary.resolve("cache");
    Path trace = temporary.resolve("trace");
    boolean traced = canTrace();
    List<String> command = new ArrayList<>();
    if (traced) {
      command.addAll(
          List.of("strace", "-f", "-qq", "-e", "trace=%network", "-o", trace.toString()));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-UsePerfData",
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            cache.toString(),
            scratch.toString()));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(Map.of("HOME", home.toString(), "TMPDIR", scratch.toString()));

    Process child = builder.start();
    boolean ended = child.waitFor(5, TimeUnit.MINUTES);
    child.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(child.exitValue()).as(Files.readString(err)).isZero();
    assertThat(out).isEmptyFile();
    assertThat(Files.readString(err)).contains("scratch while running: []");
    assertThat(home).isEmptyDirectory();
    assertThat(scratch).isEmptyDirectory();
    if (traced) {
      // The JDK tries out what kinds of sockets there are when its network library is loaded; it is
      // an address that makes a use.
      assertThat(Files.readString(trace)).doesNotContain("sa_family=AF_INET");
    }
  }

  /// Whether network calls of native code can be watched here; Java's own are the same calls.
  private static boolean canTrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void theRuntimeHasNoTelemetryInside() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BundledFile.named(
            "ai/onnxruntime/native/"
                + NativeLibraries.platform()
                + "/"
                + System.mapLibraryName("onnxruntime"))
        .copyTo(bytes);

    String library = bytes.toString(ISO_8859_1);

    // That the search can find something:
    assertThat(library.contains("OrtGetApiBase")).isTrue();
    assertThat(library.contains("PosixTelemetry")).isFalse();
    assertThat(library.contains("events.data.microsoft")).isFalse();
  }

  /// The process that is watched: loads, embeds, and tells on stderr what it sees.
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      try (LazyEmbedder lazy = Embedders.lazy(Path.of(args[0]), null)) {
        LazyEmbedder.State state = lazy.settled().join();
        if (!(state instanceof LazyEmbedder.State.Ready(Embedder embedder))) {
          throw new IllegalStateException(state.toString());
        }
        embedder.embedPassage("a text");
        try (Stream<Path> scratch = Files.list(Path.of(args[1]))) {
          System.err.println("scratch while running: " + scratch.toList());
        }
      }
    }
  }
}
