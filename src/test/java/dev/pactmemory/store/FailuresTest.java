package dev.pactmemory.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  @ParameterizedTest
  @ValueSource(
      ints = {ErrorCode.LOCK_TIMEOUT_1, ErrorCode.CONCURRENT_UPDATE_1, ErrorCode.DEADLOCK_1})
  void aLockThatNobodyCanHoldIsDamage(int errorCode) {
    RuntimeException translated =
        Failures.translate(new SQLException("locked", "HYT00", errorCode), "it was not written");

    assertThat(translated)
        .isInstanceOfSatisfying(
            MemoryException.class,
            failure -> assertThat(failure.code()).isEqualTo(MemoryException.Code.DAMAGED));
  }

  @Test
  void aDatabaseThatClosedForAFullDiskSaysThatItIsFull() {
    SQLException closed =
        new SQLException(
            "closed",
            "90098",
            ErrorCode.DATABASE_IS_CLOSED,
            new IllegalStateException(new IOException("No space left on device")));

    assertThat(Failures.translate(closed, "it was not read"))
        .isInstanceOfSatisfying(
            MemoryException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(MemoryException.Code.DISK_FULL);
              assertThat(failure).hasMessageContaining("the disk is full");
            });
  }
}
