package dev.pactmemory.memory;

import java.io.IOException;
import java.nio.file.Path;

/// Sees every change to the files of a home before it is made, and may refuse it. Many threads.
interface FileWatch {
  void before(Op op) throws IOException;

  /// A change to a file, as the operating system is told.
  sealed interface Op {
    record Create(Path file) implements Op {}

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares two writes.
    record Write(Path file, long position, byte[] bytes) implements Op {}

    record Truncate(Path file, long size) implements Op {}

    record Force(Path file) implements Op {}

    record Rename(Path file, Path to) implements Op {}

    record Delete(Path file) implements Op {}

    record ForceDirectory(Path directory) implements Op {}
  }
}
