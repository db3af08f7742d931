package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Leaders looked at from outside.
class NeighboursTest extends SharingFixture {
  @Test
  void aLeaderThatAnswersIsFoundWell() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    holdTheLock();

    assertThat(examine(false))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo(Finding.Verdict.GOOD);
          assertThat(finding.found())
              .startsWith("process " + OWN_PID)
              .endsWith("leads, and its socket answers");
        });
  }

  @Test
  void aLeaderThatSaysNothingIsFoundToBeStopped() throws Exception {
    listen(_ -> {});
    holdTheLock();

    assertThat(examine(true))
        .containsExactly(
            Finding.bad(
                "leader",
                "process %d (version test) leads and does not answer; it is stopped or hangs"
                    .formatted(OWN_PID),
                "resume it (kill -CONT " + OWN_PID + ") or end it"));
  }

  @Test
  void aLeaderOfAnotherVersionIsFoundWithBothVersions() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL + 1));
    holdTheLock();

    assertThat(examine(false))
        .containsExactly(
            Finding.bad(
                "leader",
                "process 4711 leads with version 9.9, which this one (test) cannot talk to",
                "restart the session that is older"));
  }

  @Test
  void whatKilledLeadersLeftBehindIsDeletedWhenAskedTo() throws Exception {
    Path older = SocketPath.below(directory);
    Path elsewhere = SocketPath.below(directory);
    for (Path socket : List.of(older, elsewhere)) {
      try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        dead.bind(UnixDomainSocketAddress.of(socket));
      }
    }
    new LeaderFile(elsewhere, 1, "0.0").write(home);

    assertThat(examine(false)).extracting(Finding::verdict).containsOnly(Finding.Verdict.NOTE);
    assertThat(elsewhere).exists();
    assertThat(examine(true))
        .hasSize(2)
        .extracting(Finding::verdict)
        .containsOnly(Finding.Verdict.MENDED);
    assertThat(older.getParent()).doesNotExist();
    assertThat(elsewhere.getParent()).doesNotExist();
    assertThat(examine(false)).containsExactly(Finding.good("leader", "no session runs"));
  }

  private List<Finding> examine(boolean fix) {
    return new Neighbours(home, directory, "test", QUICK, fix).examine();
  }

  private void holdTheLock() throws IOException {
    FileChannel channel = PrivateFiles.openForLocking(home.resolve(LockElection.FILE));
    open.add(channel);
    assertThat(channel.tryLock()).isNotNull();
  }
}
