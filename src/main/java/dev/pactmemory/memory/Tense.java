package dev.pactmemory.memory;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The time a question asks about, as far as its words tell.
enum Tense {
  /// What was: "originally".
  PAST,
  /// What is: "now".
  PRESENT,
  /// Most questions do not say.
  ANY;

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}]+");

  private static final Set<String> PAST_WORDS =
      Set.of(
          "first",
          "original",
          "originally",
          "initial",
          "initially",
          "earlier",
          "earliest",
          "before",
          "previous",
          "previously",
          "older",
          "former",
          "formerly",
          "past",
          "history",
          "historical",
          "historically",
          "ursprünglich",
          "früher",
          "vorher",
          "zuerst",
          "damals",
          "avant",
          "auparavant",
          "initialement",
          "antes",
          "originalmente",
          "anteriormente",
          "раньше",
          "сначала",
          "最初",
          "以前");

  private static final Set<String> PRESENT_WORDS =
      Set.of(
          "now",
          "nowadays",
          "current",
          "currently",
          "today",
          "present",
          "presently",
          "latest",
          "anymore",
          "jetzt",
          "aktuell",
          "aktuelle",
          "derzeit",
          "momentan",
          "heute",
          "inzwischen",
          "maintenant",
          "actuellement",
          "ahora",
          "actualmente",
          "hoy",
          "сейчас",
          "теперь",
          "现在",
          "目前",
          "現在");

  /// Whether what came later is wanted before what it replaced.
  boolean wantsNewest() {
    return this != PAST;
  }

  /// What was goes first: "what did we use before the current one".
  static Tense of(String question) {
    Set<String> words =
        NO_WORD.splitAsStream(question.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    if (words.stream().anyMatch(PAST_WORDS::contains)) {
      return PAST;
    }
    return words.stream().anyMatch(PRESENT_WORDS::contains) ? PRESENT : ANY;
  }
}
