package dev.pactmemory.tools;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Points in time as agents write and read them. Without a zone they are UTC.
final class Dates {
  static final String EXPECTED =
      "a date like 2026-01-31, a time like 2026-01-31T14:05Z, or 7d for seven days ago (also h, w)"
          + " is expected";

  private static final Pattern AGO = Pattern.compile("(\\d{1,4})\\s?([hdw])");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Dates() {}

  /// The moment meant; empty if none can be. A date alone is its first moment, or its last; so is a
  /// day so many days ago, and an hour is its first moment, so that the pages of one question are
  /// asked for with one moment.
  static Optional<Instant> parse(String text, Instant now, boolean endOfDay) {
    String date = text.strip();
    Matcher ago = AGO.matcher(date);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return Optional.of(
          switch (ago.group(2)) {
            case "h" -> now.minus(count, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
            case "d" -> day(now.minus(count, ChronoUnit.DAYS), endOfDay);
            default -> day(now.minus(count * 7, ChronoUnit.DAYS), endOfDay);
          });
    }
    try {
      if (date.length() == "2026-01-31".length()) {
        return Optional.of(
            day(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant(), endOfDay));
      }
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              date.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
      int year = instant.atOffset(ZoneOffset.UTC).getYear();
      return year < 1 || year > 9999 ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException _) {
      return Optional.empty(); // The caller says what would be right.
    }
  }

  private static Instant day(Instant within, boolean end) {
    Instant start = within.truncatedTo(ChronoUnit.DAYS);
    return end ? start.plus(1, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS) : start;
  }

  /// To the minute, for lists.
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }
}
