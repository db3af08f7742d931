package dev.pactmemory.embed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/// The directory where bundled files become files on disk: native libraries and weights.
///
/// A set of files has a directory named after its contents, so versions of the program do not
/// replace each other's. A file is written beside and moved into place; one that is missing or
/// damaged is put right at the next start. Several processes may use one cache at the same time: a
/// lock lets one of them unpack while the others wait.
final class ModelCache {
  private static final String PART = ".part";

  /// A file lock holds between processes only; this one holds within ours.
  private static final Object UNPACKING = new Object();

  private final Path root;

  /// @param root made when needed, for its owner only
  ModelCache(Path root) {
    this.root = root.toAbsolutePath();
  }

  /// The directory that holds true copies of all these files under their own names.
  Path unpacked(String name, List<BundledFile> files) throws IOException {
    Path directory = root.resolve(name + "-" + fingerprint(files));
    if (!isComplete(directory, files)) {
      makePrivate(root);
      synchronized (UNPACKING) {
        try (FileChannel channel = openLock();
            FileLock _ = channel.lock()) {
          makePrivate(directory);
          removeLeftovers(directory);
          for (BundledFile file : files) {
            unpack(file, directory);
          }
        }
      }
    }
    return directory;
  }

  private static String fingerprint(List<BundledFile> files) {
    CRC32 all = new CRC32();
    for (BundledFile file : files) {
      all.update(HexFormat.of().toHexDigits(file.crc()).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().toHexDigits((int) all.getValue());
  }

  private static boolean isComplete(Path directory, List<BundledFile> files) throws IOException {
    for (BundledFile file : files) {
      if (!file.isCopiedAt(directory.resolve(file.fileName()))) {
        return false;
      }
    }
    return true;
  }

  private FileChannel openLock() throws IOException {
    return FileChannel.open(
        root.resolve(".lock"),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        ownerOnly(root, "rw-------"));
  }

  private static void unpack(BundledFile file, Path directory) throws IOException {
    Path target = directory.resolve(file.fileName());
    if (file.isCopiedAt(target)) {
      return;
    }
    Path part = Files.createTempFile(directory, file.fileName(), PART);
    try (OutputStream out = Files.newOutputStream(part)) {
      file.copyTo(out);
    }
    if (!file.isCopiedAt(part)) {
      throw new IOException(file.fileName() + " did not arrive whole in the cache");
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// What a process left that died while unpacking. Only the holder of the lock unpacks, so no part
  /// belongs to anyone.
  private static void removeLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }

  private static void makePrivate(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
  }

  /// The permissions where the file system knows such; elsewhere the user's profile is private.
  private static FileAttribute<?>[] ownerOnly(Path where, String permissions) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
