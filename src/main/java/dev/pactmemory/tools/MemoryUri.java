package dev.pactmemory.tools;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes `memory://` URIs apart and puts segments into them. Percent-encoding is decoded once, per
/// segment, so an encoded `/` stays within its segment.
final class MemoryUri {
  private static final String SCHEME = "memory://";
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private MemoryUri() {}

  /// The path behind the prefix, whose encoding is decoded once; empty for what is no such URI, and
  /// for a path with empty or dot segments. It may begin with `/` (a file outside the project) and
  /// end with one (a directory).
  static Optional<String> path(String uri, String prefix) {
    if (!isOurs(uri) || !uri.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return Optional.empty();
    }
    return decoded(uri.substring(prefix.length()))
        .filter(path -> {
          String inside = path.replaceFirst("^/", "").replaceFirst("/$", "");
          return Stream.of(inside.split("/", -1))
              .noneMatch(name -> name.isBlank() || name.equals(".") || name.equals(".."));
        });
  }

  /// The decoded segments; empty for what is no such URI: another scheme, empty or dot segments, a
  /// query or fragment, malformed encoding, control characters.
  static Optional<List<String>> segments(String uri) {
    if (!isOurs(uri)) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String raw : uri.substring(SCHEME.length()).split("/", -1)) {
      Optional<String> segment = decoded(raw);
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(segments);
  }

  private static boolean isOurs(String uri) {
    return uri.length() <= Limits.PATH_CHARS
        && uri.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        && uri.chars().allMatch(c -> c > ' ' && c != '\\' && c != '?' && c != '#' && c < 0x7f);
  }

  private static Optional<String> decoded(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < raw.length()
          && HexFormat.isHexDigit(raw.charAt(i + 1))
          && HexFormat.isHexDigit(raw.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      boolean name =
          !text.isBlank()
              && !text.equals(".")
              && !text.equals("..")
              && text.chars().noneMatch(Character::isISOControl);
      return name ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty(); // Not UTF-8, so no name of ours.
    }
  }

  /// The text as one segment.
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
