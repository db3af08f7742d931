package dev.pactmemory.store;

import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryException.Code;
import java.io.IOException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/// H2's failures in our words.
final class Failures {
  private Failures() {}

  /// What a failure means to the one who asked; an `IllegalStateException` for a statement of ours
  /// that H2 does not take.
  ///
  /// @param what happened, as "the memory could not be read"
  static RuntimeException translate(SQLException failure, String what) {
    MVStoreException inFile = cause(failure, MVStoreException.class);
    IOException io = cause(failure, IOException.class);
    Code code = codeOf(failure);
    if (code == null && inFile != null) {
      code = codeOf(inFile);
    }
    // A database that closed itself says why in its causes.
    if ((code == null || code == Code.IO_ERROR) && io != null) {
      MemoryException known = MemoryException.of(io, what);
      known.addSuppressed(failure);
      return known;
    }
    if (code == null && failure.getErrorCode() == ErrorCode.GENERAL_ERROR_1) {
      code = inFile == null ? Code.DAMAGED : Code.IO_ERROR; // A page that H2 stumbled over.
    }
    return code == null
        ? new IllegalStateException(what, failure)
        : new MemoryException(code, what + remedy(code), failure);
  }

  static MemoryException damaged(@Nullable Throwable cause, String what) {
    return new MemoryException(Code.DAMAGED, what + remedy(Code.DAMAGED), cause);
  }

  private static @Nullable Code codeOf(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 -> Code.BUSY;
      case ErrorCode.DATABASE_IS_READ_ONLY -> Code.READ_ONLY;
      // The third is what a torn page looks like where its checksum does not tell.
      case ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.FILE_VERSION_ERROR_1,
          ErrorCode.DATA_CONVERSION_ERROR_1,
          // There is one writer at a time: what it has to wait for was left by a killed process.
          ErrorCode.LOCK_TIMEOUT_1,
          ErrorCode.CONCURRENT_UPDATE_1,
          ErrorCode.DEADLOCK_1 ->
          Code.DAMAGED;
      case ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.CONNECTION_BROKEN_1 ->
          Code.IO_ERROR;
      default -> null;
    };
  }

  private static @Nullable Code codeOf(MVStoreException failure) {
    return switch (failure.getErrorCode()) {
      case DataUtils.ERROR_UNSUPPORTED_FORMAT -> Code.STORE_TOO_NEW;
      case DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_BLOCK_NOT_FOUND,
          DataUtils.ERROR_TRANSACTION_CORRUPT,
          DataUtils.ERROR_SERIALIZATION,
          DataUtils.ERROR_UNKNOWN_DATA_TYPE ->
          Code.DAMAGED;
      case DataUtils.ERROR_CLOSED -> Code.IO_ERROR;
      default -> null;
    };
  }

  private static String remedy(Code code) {
    return switch (code) {
      case BUSY -> ": another process has the store open; end it, or ask again in a moment";
      case READ_ONLY -> ": the data directory cannot be written; make it writable and ask again";
      case DAMAGED ->
          ": its file is damaged; it is kept, and the store can be made again from the journal";
      case STORE_TOO_NEW ->
          ": it was written by a newer version of this program; nothing was touched; update the"
              + " program";
      case TIMED_OUT, CANCELLED, DISK_FULL, IO_ERROR, CLOSED ->
          ": a file operation failed; see the log";
    };
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
