package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where a leader has its socket, what it writes down, and what a killed one left behind.
class LeaderFilesTest extends SharingFixture {
  @Test
  void theSocketIsTheOwnersAlone() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(mode(home.resolve("leader.sock"))).isEqualTo("rw-------");
    assertThat(mode(home.resolve("leader"))).isEqualTo("rw-------");
  }

  @Test
  void aHomeWithALongPathHasItsSocketElsewhere() throws Exception {
    home = Files.createDirectories(directory.resolve("x".repeat(120)));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    LeaderPort port = lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    Path socket = LeaderFile.find(home).orElseThrow().socket();
    assertThat(mode(socket.getParent())).isEqualTo("rwx------");

    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
    port.close();

    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void aHomeThatOthersEnterHasItsSocketElsewhere() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(home.resolve("leader.sock")).doesNotExist();
    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aLeaderThatCannotBeReachedStillServesItself() throws Exception {
    Path missing = directory.resolve("missing");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    SharedMemories memories =
        new SharedMemories(
            home,
            missing,
            "test",
            QUICK,
            new SeatElection(),
            () -> Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    open.add(memories);

    assertThat(delete(memories, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void whatAKilledLeaderLeftBehindIsReplaced() throws Exception {
    Path elsewhere = SocketPath.below(directory);
    for (Path socket : List.of(elsewhere, SocketPath.in(home))) {
      try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        dead.bind(UnixDomainSocketAddress.of(socket));
      }
    }
    new LeaderFile(elsewhere, 1, "0.0").write(home);

    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(elsewhere.getParent()).doesNotExist();
    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aLeaderFileThatNamesSomeOtherFileDeletesNothing() throws Exception {
    Path precious = Files.writeString(directory.resolve("leader.sock.txt"), "kept");
    Path alike =
        Files.writeString(
            Files.createDirectories(directory.resolve("pact-x")).resolve("leader.sock"), "kept");
    for (Path named : List.of(precious, alike, Path.of("leader.sock"), directory)) {
      new LeaderFile(named, 1, "0.0").write(home);
      lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)))).close();
    }

    assertThat(precious).hasContent("kept");
    assertThat(alike).hasContent("kept");
    Files.delete(alike);
  }

  @Test
  void aLeaderFileOfRubbishIsNone() throws Exception {
    for (byte[] rubbish :
        List.of(
            new byte[0],
            new byte[] {-1, -2, 0},
            "socket=\0\npid=1\n".getBytes(StandardCharsets.US_ASCII))) {
      Files.write(home.resolve("leader"), rubbish);

      assertThat(LeaderFile.find(home)).isEmpty();
    }
    Files.delete(home.resolve("leader"));
  }

  @Test
  void aLeaderThatIsNotWrittenDownIsFoundByItsSocket() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    LeaderFile.delete(home);

    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  private static String mode(@Nullable Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(java.util.Objects.requireNonNull(path)));
  }
}
