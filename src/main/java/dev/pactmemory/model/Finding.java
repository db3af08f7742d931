package dev.pactmemory.model;

/// What was found where one thing was looked at.
///
/// @param subject what was looked at, in a word or two
/// @param found a sentence about it, without a full stop
/// @param remedy what to do about it; empty where nothing is to be done
public record Finding(String subject, Verdict verdict, String found, String remedy) {
  /// How it is.
  public enum Verdict {
    /// As it should be.
    GOOD,
    /// It was not, and was mended.
    MENDED,
    /// Worth knowing; everything works.
    NOTE,
    /// Something does not work, or will not for long.
    BAD
  }

  public static Finding good(String subject, String found) {
    return new Finding(subject, Verdict.GOOD, found, "");
  }

  public static Finding mended(String subject, String found) {
    return new Finding(subject, Verdict.MENDED, found, "");
  }

  public static Finding note(String subject, String found, String remedy) {
    return new Finding(subject, Verdict.NOTE, found, remedy);
  }

  public static Finding bad(String subject, String found, String remedy) {
    return new Finding(subject, Verdict.BAD, found, remedy);
  }
}
