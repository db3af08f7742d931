package dev.pactmemory.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The world's refusal: the disk is full, the store is held by another process, the call was
/// cancelled. Thrown where it is known, answered in one place. Nothing was acknowledged.
///
/// The message is complete for the one who asked: what happened and what to do; it names no home
/// directory and no memory text.
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What happened, as far as a caller acts on it differently.
  public enum Code {
    /// Another process holds the store, or it is still opening; asking again helps.
    BUSY,
    /// The call's time is up; whether it was carried out is not known for a write.
    TIMED_OUT,
    /// The caller took the call back.
    CANCELLED,
    /// No room left where the data lives.
    DISK_FULL,
    /// The data directory cannot be written.
    READ_ONLY,
    /// The data was written by a newer program; nothing was touched.
    STORE_TOO_NEW,
    /// The data cannot be read; it was left or moved aside, never deleted.
    DAMAGED,
    /// Any other failure of a device or a file.
    IO_ERROR,
    /// The program is stopping.
    CLOSED
  }

  private final Code code;

  public MemoryException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public MemoryException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// What a failed file operation means to the one who asked. The message names no file; the cause
  /// does, for the log.
  ///
  /// @param what happened, as "the change could not be written"
  public static MemoryException of(IOException cause, String what) {
    Code code = codeOf(cause);
    String remedy =
        switch (code) {
          case DISK_FULL ->
              ": the disk is full; free some space where the data lives and ask again";
          case READ_ONLY ->
              ": the data directory cannot be written; make it writable and ask again";
          default -> ": " + reason(cause) + "; the server's log (stderr) names the file";
        };
    return new MemoryException(code, what + remedy, cause);
  }

  /// What the system said, without the file: its message would begin with it.
  private static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "something that is no directory is in the way";
    }
    String reason = cause instanceof FileSystemException failed ? failed.getReason() : null;
    return reason == null || reason.indexOf('/') >= 0
        ? "a file operation failed"
        : "a file operation failed (" + reason + ")";
  }

  /// Java has no exception of its own for a full disk: the system's words must do.
  private static Code codeOf(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return Code.READ_ONLY;
    }
    String words = cause.getMessage() == null ? "" : cause.getMessage();
    if (containsOneOf(words, "No space left", "not enough space", "quota exceeded")) {
      return Code.DISK_FULL;
    }
    if (containsOneOf(words, "Read-only file", "Permission denied", "Operation not permitted")) {
      return Code.READ_ONLY;
    }
    return Code.IO_ERROR;
  }

  private static boolean containsOneOf(String words, String... phrases) {
    return Arrays.stream(phrases).anyMatch(words::contains);
  }

  public Code code() {
    return code;
  }
}
