package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that refuse: full, or read-only. Runs where a file system may be mounted; the same
/// faults are injected below the journal by its own tests.
class DiskIT {
  @TempDir Path directory;

  private final List<Path> mounted = new ArrayList<>();

  @AfterEach
  void unmount() {
    for (Path mount : mounted.reversed()) {
      Directories.run(directory, "umount", "-l", mount.toString());
    }
  }

  @Test
  void aFullDiskRefusesTheSaveAndServesAgainWhenThereIsRoom() throws IOException {
    Path disk = mount("tmpfs", "tmpfs", "size=48m,mode=700");
    Launch launch = Launch.on(disk.resolve("home"), directory).wordsOnly();
    Path filler = disk.resolve("filler");
    List<String> kept = new ArrayList<>();
    try (RawPipe pipe = launch.rawInitialized()) {
      kept.add(pipe.save("p", "context", "before the disk was full"));
      fill(filler);

      String message = "";
      for (int i = 0; message.isEmpty() && i < 50; i++) {
        Reply reply =
            pipe.call(
                "memory_save", Json.object("context", i + "x".repeat(60_000), "project", "p"));
        if (reply.isError()) {
          message = reply.refused();
        } else {
          kept.add(reply.done().path("id").asString());
        }
      }

      assertThat(message).containsIgnoringCase("disk").containsAnyOf("full", "room", "space");
      assertThat(message).doesNotContain(disk.toString());
      assertThat(pipe.get(kept.getFirst()).path("context").asString())
          .isEqualTo("before the disk was full");
      Files.delete(filler);
      kept.add(pipe.save("p", "context", "after there was room"));
      assertThat(pipe.count()).isEqualTo(kept.size());
    }

    try (RawPipe pipe = launch.rawInitialized()) {
      assertThat(pipe.count()).isEqualTo(kept.size());
      assertThat(kept).allMatch(pipe::has);
      assertThat(pipe.search("p", "room")).hasSize(1);
    }
  }

  @Test
  void aReadOnlyDirectoryRefusesTheSaveAndKeepsEveryByte_P109() throws IOException {
    Path home = directory.resolve("home");
    String id;
    try (RawPipe pipe = Launch.on(home, directory).wordsOnly().rawInitialized()) {
      id = pipe.save("p", "context", "written while it could be");
    }
    Path readOnly = readOnlyViewOf(home);
    List<Long> before = sizes(home);

    try (RawPipe pipe = Launch.on(readOnly, directory).wordsOnly().rawInitialized()) {
      String message = pipe.refused("memory_save", "context", "never", "project", "p");

      assertThat(message).containsAnyOf("read-only", "cannot be written", "not writable");
      assertThat(message).doesNotContain(readOnly.toString());
      assertThat(pipe.refused("memory_update", "id", id, "context", "never")).isNotBlank();
    }

    assertThat(sizes(home)).isEqualTo(before);
    try (RawPipe pipe = Launch.on(home, directory).wordsOnly().rawInitialized()) {
      assertThat(pipe.get(id).path("context").asString()).isEqualTo("written while it could be");
    }
  }

  private Path mount(String device, String type, String options) {
    Path at = Directories.make(directory.resolve("mount-" + mounted.size()));
    assumeTrue(
        Directories.runs(directory, "mount", "-t", type, "-o", options, device, at.toString()),
        "may not mount");
    mounted.add(at);
    return at;
  }

  /// Permissions do not bind the superuser, a read-only mount does.
  private Path readOnlyViewOf(Path home) {
    Path at = Directories.make(directory.resolve("mount-" + mounted.size()));
    assumeTrue(
        Directories.runs(directory, "mount", "--bind", home.toString(), at.toString()),
        "may not mount");
    mounted.add(at);
    Directories.run(directory, "mount", "-o", "remount,bind,ro", at.toString());
    return at;
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int size = block.length; size > 0; ) {
        size = written(out, block, size) ? size : size / 2;
      }
    }
  }

  private static boolean written(OutputStream out, byte[] block, int size) {
    try {
      out.write(block, 0, size);
      return true;
    } catch (IOException e) {
      // No room for this much; the caller tries less.
      return false;
    }
  }

  private static List<Long> sizes(Path home) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (String file : Directories.files(home)) {
      sizes.add(Files.size(home.resolve(file)));
    }
    return sizes;
  }
}
