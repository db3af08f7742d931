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
  private static final int NONE = -1;

  private Failures() {}

  /// @param what happened, as "the memory could not be read"
  static RuntimeException translate(SQLException failure, String what) {
    IOException io = cause(failure, IOException.class);
    MVStoreException store = cause(failure, MVStoreException.class);
    int storeCode = store == null ? NONE : store.getErrorCode();
    return switch (failure.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          new MemoryException(
              Code.BUSY,
              what + ": another process has the store open; end it, or ask again in a moment",
              failure);
      case ErrorCode.DATABASE_IS_READ_ONLY ->
          new MemoryException(
              Code.READ_ONLY,
              what + ": the data directory cannot be written; make it writable and ask again",
              failure);
      case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 -> damaged(failure, what);
      default ->
          switch (storeCode) {
            case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                new MemoryException(
                    Code.STORE_TOO_NEW,
                    what
                        + ": the store was written by a newer version of this program; nothing was"
                        + " touched; update the program",
                    failure);
            case DataUtils.ERROR_FILE_CORRUPT,
                DataUtils.ERROR_CHUNK_NOT_FOUND,
                DataUtils.ERROR_BLOCK_NOT_FOUND,
                DataUtils.ERROR_TRANSACTION_CORRUPT,
                DataUtils.ERROR_SERIALIZATION,
                DataUtils.ERROR_UNKNOWN_DATA_TYPE ->
                damaged(failure, what);
            default -> other(failure, io, storeCode, what);
          };
    };
  }

  private static RuntimeException other(
      SQLException failure, @Nullable IOException io, int storeCode, String what) {
    if (io != null) {
      MemoryException known = MemoryException.of(io, what);
      known.addSuppressed(failure);
      return known;
    }
    return switch (failure.getErrorCode()) {
      case ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2 ->
          new MemoryException(
              Code.IO_ERROR, what + ": the store is not usable; see the log", failure);
      default ->
          storeCode == NONE
              // A statement of ours that H2 does not take.
              ? new IllegalStateException(what, failure)
              : new MemoryException(Code.IO_ERROR, what + ": see the log", failure);
    };
  }

  static MemoryException damaged(@Nullable Throwable cause, String what) {
    return new MemoryException(
        Code.DAMAGED,
        what + ": the store's file is damaged; it is kept, and can be made again from the journal",
        cause);
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
