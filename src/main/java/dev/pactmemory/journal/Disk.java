package dev.pactmemory.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The writing file operations of the journal, so that a test can make any of them fail.
public interface Disk {
  /// The file system of this machine.
  static Disk real() {
    return new RealDisk();
  }

  /// Makes the directory and those above it, for the owner only where the system can say so. An
  /// existing one is left as it is.
  void createDirectories(Path directory) throws IOException;

  /// Opens a file for writing, and makes it, for the owner only, if it is not there.
  Output open(Path file) throws IOException;

  /// Forces the directory's list of files to the device; without effect where directories cannot be
  /// forced.
  void forceDirectory(Path directory) throws IOException;

  /// Gives a file or a directory another name, in one step; a file of that name is replaced.
  void move(Path from, Path to) throws IOException;

  /// Deletes a file or an empty directory; one that is not there is no failure.
  void delete(Path path) throws IOException;

  /// A file being written. One thread at a time.
  interface Output extends Closeable {
    /// Writes all that remains in the buffer, or fails having written any part of it.
    void write(ByteBuffer bytes, long position) throws IOException;

    /// Returns when content and length are on the device.
    void force() throws IOException;

    void truncate(long size) throws IOException;
  }
}
