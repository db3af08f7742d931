package dev.pactmemory.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lines of a file, of which one that is not UTF-8 spoils no other.
final class Lines {
  private Lines() {}

  /// What is done with a line that is not blank.
  interface Reader {
    /// Takes a line.
    ///
    /// @throws IllegalArgumentException if it is not what it should be
    void read(int number, String line) throws IOException;
  }

  /// Reads a file through; a line that is refused is told and passed over.
  static void of(Path file, Reader reader, Source.Receiver receiver) throws IOException {
    // Each byte as the character of its number.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          try {
            reader.read(number, decoded(line));
          } catch (IllegalArgumentException e) {
            receiver.leaveOut(where(number), String.valueOf(e.getMessage()));
          }
        }
      }
    }
  }

  static String where(int number) {
    return "line " + number;
  }

  /// @throws IllegalArgumentException if the bytes are not UTF-8
  static String decoded(String bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }
}
