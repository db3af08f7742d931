package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
  @TempDir private Path temporary;
  private Path root;
  private List<BundledFile> files;

  @BeforeEach
  void findFiles() throws IOException {
    root = temporary.resolve("deep/cache");
    files = List.of(BundledFile.named(ModelFiles.BUILT_IN_TOKENIZER));
  }

  @Test
  void filesAreUnpackedForTheirOwnerOnly() throws IOException {
    Path directory = new ModelCache(root).unpacked("model", files);

    Path file = directory.resolve(ModelFiles.BUILT_IN_TOKENIZER);
    assertThat(files.getFirst().isCopiedAt(file)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(".lock"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondStartWritesNothing() throws IOException {
    Path directory = new ModelCache(root).unpacked("model", files);
    Path file = directory.resolve(ModelFiles.BUILT_IN_TOKENIZER);
    FileTime written = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, written);

    assertThat(new ModelCache(root).unpacked("model", files)).isEqualTo(directory);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
  }

  @Test
  void aDamagedOrMissingFileIsPutRight() throws IOException {
    Path file =
        new ModelCache(root).unpacked("model", files).resolve(ModelFiles.BUILT_IN_TOKENIZER);

    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    new ModelCache(root).unpacked("model", files);
    assertThat(files.getFirst().isCopiedAt(file)).isTrue();

    Files.write(file, new byte[0]);
    new ModelCache(root).unpacked("model", files);
    assertThat(files.getFirst().isCopiedAt(file)).isTrue();

    Files.delete(file);
    new ModelCache(root).unpacked("model", files);
    assertThat(files.getFirst().isCopiedAt(file)).isTrue();
  }

  @Test
  void whatADeadProcessLeftIsRemoved() throws IOException {
    Path directory = new ModelCache(root).unpacked("model", files);
    Files.delete(directory.resolve(ModelFiles.BUILT_IN_TOKENIZER));
    Files.writeString(directory.resolve(ModelFiles.BUILT_IN_TOKENIZER + "7.part"), "half");

    new ModelCache(root).unpacked("model", files);

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve(ModelFiles.BUILT_IN_TOKENIZER));
    }
  }

  @Test
  void manyMayUnpackAtOnce() throws Exception {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(4, Thread.ofPlatform().name("unpacking-", 0).factory())) {
      List<Future<Path>> directories =
          IntStream.range(0, 4)
              .mapToObj(_ -> threads.submit(() -> new ModelCache(root).unpacked("model", files)))
              .toList();

      for (Future<Path> directory : directories) {
        Path file = directory.get().resolve(ModelFiles.BUILT_IN_TOKENIZER);
        assertThat(files.getFirst().isCopiedAt(file)).isTrue();
      }
    }
  }
}
