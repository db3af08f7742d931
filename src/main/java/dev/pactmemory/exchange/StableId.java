package dev.pactmemory.exchange;

import dev.pactmemory.model.MemoryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ids for what has none where it comes from: the same thing gets the same id each time, so that
/// taking it in twice takes it in once.
final class StableId {
  private static final int BYTES = 16;

  private StableId() {}

  /// @param names what tells the thing from all others
  static MemoryId of(String... names) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : names) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        // The length first: "a", "bc" is not "ab", "c".
        digest.update(HexFormat.of().toHexDigits(bytes.length).getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return new MemoryId(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
