package dev.pactmemory.sharing;

import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks from outside at who leads a home and whether it can be reached. Before this process joins
/// itself: looking at the lock would let go of its own.
final class Neighbours {
  private static final String SUBJECT = "leader";

  private final Path home;
  private final Path temporary;
  private final String version;
  private final Waits waits;
  private final boolean fix;

  Neighbours(Path home, Path temporary, String version, Waits waits, boolean fix) {
    this.home = home;
    this.temporary = temporary;
    this.version = version;
    this.waits = waits;
    this.fix = fix;
  }

  List<Finding> examine() {
    try {
      List<Finding> findings = new ArrayList<>();
      LeaderFile leader = LeaderFile.find(home).orElse(null);
      findings.add(isLed() ? leading(leader) : leader == null ? nobody() : stale(leader));
      strays(leader, findings);
      return findings;
    } catch (IOException e) {
      throw MemoryException.of(e, "who leads could not be found out");
    }
  }

  private boolean isLed() throws IOException {
    Path file = home.resolve(LockElection.FILE);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException _) {
      return true; // By another part of this process.
    }
  }

  private Finding leading(@Nullable LeaderFile leader) {
    if (leader == null) {
      return Finding.note(
          SUBJECT, "a process leads and has not yet said which", "look again in a moment");
    }
    String who = "process " + leader.pid() + " (version " + leader.version() + ")";
    try (Peer peer = Peer.reach(leader, version, waits, _ -> {})) {
      if (!peer.awaitWelcome(waits.unreachable()) || !peer.wasWelcomed()) {
        return Finding.bad(
            SUBJECT,
            who + " leads and does not answer; it is stopped or hangs",
            "resume it (kill -CONT " + leader.pid() + ") or end it");
      }
      Frame.Hello hello = peer.welcome().join();
      return hello.protocol() == Wire.PROTOCOL
          ? Finding.good(SUBJECT, who + " leads, and its socket answers")
          : Finding.bad(
              SUBJECT,
              String.format(
                  Locale.ROOT,
                  "process %d leads with version %s, which this one (%s) cannot talk to",
                  hello.pid(),
                  hello.version(),
                  version),
              "restart the session that is older");
    } catch (IOException e) {
      return Finding.bad(
          SUBJECT,
          who + " leads, and its socket cannot be reached",
          "end that process; the next session leads");
    }
  }

  private Finding stale(LeaderFile leader) throws IOException {
    if (!fix) {
      return Finding.note(
          SUBJECT,
          "nobody leads; one that was killed left its socket behind",
          "the next session replaces it, or run doctor --fix");
    }
    SocketPath.delete(leader.socket(), home);
    SocketPath.delete(SocketPath.in(home), home);
    LeaderFile.delete(home);
    return Finding.mended(SUBJECT, "the socket of one that was killed is deleted");
  }

  private static Finding nobody() {
    return Finding.good(SUBJECT, "no session runs");
  }

  /// Sockets outside of homes whose leader was killed, and whose home had another leader since.
  private void strays(@Nullable LeaderFile leader, List<Finding> findings) throws IOException {
    List<Path> strays = new ArrayList<>();
    try (Stream<Path> files = Files.list(temporary)) {
      for (Path directory : (Iterable<Path>) files::iterator) {
        Path socket = SocketPath.inOwnDirectory(directory);
        boolean known = leader != null && leader.socket().equals(socket);
        if (SocketPath.isOwn(directory) && Files.exists(socket) && !known && !answers(socket)) {
          strays.add(socket);
        }
      }
    }
    if (strays.isEmpty()) {
      return;
    }
    String found = strays.size() + " of leaders that were killed in the temporary directory";
    if (fix) {
      for (Path socket : strays) {
        SocketPath.delete(socket, home);
      }
      findings.add(Finding.mended("sockets", found + " deleted"));
    } else {
      findings.add(Finding.note("sockets", found, "run doctor --fix"));
    }
  }

  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
