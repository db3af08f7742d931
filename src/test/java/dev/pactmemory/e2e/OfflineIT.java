package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pactmemory.memory.SearchStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing leaves the machine, nothing is written outside the data directory, and nothing but the
/// protocol is written to stdout; all with the model loaded.
class OfflineIT {
  @TempDir Path directory;

  @Test
  void withoutANetworkNothingIsDifferent() {
    assumeTrue(Directories.runs(Path.of("."), "unshare", "-n", "true"), "may not cut the network");

    work(launch().through("unshare", "-n"));
  }

  @Test
  void noSocketIsOpenedByJavaCode() throws IOException {
    Path recording = directory.resolve("sockets.jfr");

    work(
        launch()
            .jvm(
                "-Xlog:disable",
                "-XX:StartFlightRecording:settings=none"
                    + ",+jdk.SocketRead#enabled=true,+jdk.SocketRead#threshold=0ns"
                    + ",+jdk.SocketWrite#enabled=true,+jdk.SocketWrite#threshold=0ns"
                    + ",+jdk.JVMInformation#enabled=true"),
        pipe -> dump(pipe.client().process().pid(), recording));

    List<String> events =
        RecordingFile.readAllEvents(recording).stream()
            .map(OfflineIT::described)
            .filter(event -> !event.equals(SearchStage.EVENT))
            // Between processes that share a home; it has no address and leaves no machine.
            .filter(event -> !event.matches("jdk\\.Socket(Read|Write) Unix domain socket .*"))
            .distinct()
            .toList();
    assertThat(events)
        .as("the recording was made, and holds no socket")
        .containsOnly("jdk.JVMInformation");
  }

  /// The event's name, and for a socket whom it reached.
  private static String described(RecordedEvent event) {
    return event.hasField("address")
        ? event.getEventType().getName()
            + " "
            + event.getString("host")
            + " "
            + event.getString("address")
        : event.getEventType().getName();
  }

  /// By request, because the process ends without the hook that would write it at its end.
  private static void dump(long pid, Path recording) {
    Directories.run(
        Path.of("."),
        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
        Long.toString(pid),
        "JFR.dump",
        "filename=" + recording);
  }

  @Test
  void noSystemCallReachesForTheNetworkOrWritesElsewhere() throws IOException {
    assumeTrue(Directories.runs(Path.of("."), "strace", "-o", "/dev/null", "true"), "no strace");
    Path trace = directory.resolve("trace.txt");

    work(
        launch()
            .through(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=connect,bind,listen,sendto,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2",
                "-o",
                trace.toString()));

    List<String> calls = Files.readAllLines(trace);
    assertThat(calls).isNotEmpty();
    // The JDK itself makes sockets it never uses, to see which protocols there are.
    assertThat(calls.stream().filter(call -> call.contains("AF_INET"))).isEmpty();
    List<String> written = calls.stream().flatMap(OfflineIT::written).distinct().toList();
    assertThat(written).anyMatch(path -> path.contains("/home/journal/"));
    assertThat(written)
        .allMatch(path ->
            path.startsWith(directory.toString())
                || path.startsWith("/dev/")
                || path.startsWith("/proc/")
                || path.contains("hsperfdata"));
  }

  @Test
  void allThatIsWrittenLiesInTheDataDirectoryAndStdoutIsTheProtocols_P107() {
    work(launch());

    assertThat(Directories.files(directory.resolve("user"))).isEmpty();
    assertThat(Directories.files(directory.resolve("tmp"))).isEmpty();
    assertThat(Directories.files(directory.resolve("work"))).isEmpty();
    assertThat(Directories.files(directory.resolve("home"))).isNotEmpty();
  }

  /// Every directory a program might like to write to is one that is looked at.
  private Launch launch() {
    Path user = Directories.make(directory.resolve("user"));
    Path tmp = Directories.make(directory.resolve("tmp"));
    return Launch.on(directory.resolve("home"), Directories.make(directory.resolve("work")))
        .environment("HOME", user.toString())
        .environment("XDG_CACHE_HOME", user.resolve("cache").toString())
        .environment("XDG_DATA_HOME", user.resolve("data").toString())
        .environment("TMPDIR", tmp.toString())
        .jvm("-Duser.home=" + user, "-Djava.io.tmpdir=" + tmp, "-XX:-UsePerfData");
  }

  private static void work(Launch launch) {
    work(launch, _ -> {});
  }

  /// @param last done with the server before it is let go
  private static void work(Launch launch, Consumer<RawPipe> last) {
    RawPipe pipe = launch.rawInitialized();
    String id =
        pipe.save(
            "p",
            "context",
            "Customers were signed out unexpectedly because their login session ended too early");
    pipe.save("p", "context", "Dark mode colours of the settings page were adjusted");
    Await.meaning(pipe);

    List<String> found = pipe.search("p", "users being logged off too soon");

    assertThat(found).isNotEmpty().first().matches(id::startsWith);
    last.accept(pipe);
    pipe.close();
    assertThat(pipe.client().lines())
        .allSatisfy(
            line -> assertThat(Json.parse(line).path("jsonrpc").asString()).isEqualTo("2.0"));
  }

  private static final Pattern WRITE =
      Pattern.compile(
          "(?:open(?:at)?\\(.*?\"([^\"]+)\".*(?:O_WRONLY|O_RDWR|O_CREAT)"
              + "|(?:creat|mkdir|mkdirat)\\(.*?\"([^\"]+)\""
              + "|rename(?:at2?)?\\(.*\"([^\"]+)\").*= \\d");

  /// The absolute path a traced call wrote to, if it did.
  private static Stream<String> written(String call) {
    Matcher matcher = WRITE.matcher(call);
    if (!matcher.find()) {
      return Stream.empty();
    }
    return Stream.of(matcher.group(1), matcher.group(2), matcher.group(3))
        .filter(path -> path != null && path.startsWith("/"));
  }
}
