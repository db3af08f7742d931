package dev.pactmemory.embed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/// A file inside a jar of the class path. Its size and checksum stand in the jar's directory, so a
/// copy on disk is checked without unpacking again.
///
/// @param resource its name in the jar
/// @param size in bytes
/// @param crc CRC-32 of its bytes
record BundledFile(String resource, URL url, long size, long crc) {

  /// @throws FileNotFoundException if the class path has no such file
  static BundledFile named(String resource) throws IOException {
    URL url = BundledFile.class.getClassLoader().getResource(resource);
    if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
      throw new FileNotFoundException(resource + " is in no jar of the class path");
    }
    connection.setUseCaches(false);
    try (JarFile _ = connection.getJarFile()) {
      ZipEntry entry = connection.getJarEntry();
      return new BundledFile(resource, url, entry.getSize(), entry.getCrc());
    }
  }

  /// Its name without directories.
  String fileName() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  /// Whether the file on disk is a true copy. Reads all of it.
  boolean isCopiedAt(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != size) {
      return false;
    }
    try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // Only the checksum is wanted.
      }
      return in.getChecksum().getValue() == crc;
    }
  }

  void copyTo(OutputStream out) throws IOException {
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      in.transferTo(out);
    }
  }
}
