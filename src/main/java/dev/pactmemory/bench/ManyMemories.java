package dev.pactmemory.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// As many memories as are wanted, put together from the parts of a set: each text is one of the
/// set's with every sixth word or so replaced by another of the set's words. Eight passages each,
/// on average. The same number is always the same memory. Safe for many threads.
final class ManyMemories {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int KEPT_OF = 6;

  private final List<String> contexts = new ArrayList<>();
  private final List<String> lessons = new ArrayList<>();
  private final List<Map<?, ?>> decisions = new ArrayList<>();
  private final List<Map<?, ?>> entities = new ArrayList<>();
  private final List<Map<?, ?>> tasks = new ArrayList<>();
  private final List<String> words;

  ManyMemories(RetrievalSet set) {
    for (RetrievalSet.Saved memory : set.memories()) {
      Map<?, ?> arguments = memory.arguments();
      texts(arguments.get("context")).forEach(contexts::add);
      texts(arguments.get("lessons_learned")).forEach(lessons::add);
      objects(arguments.get("decisions")).forEach(decisions::add);
      objects(arguments.get("entities")).forEach(entities::add);
      objects(arguments.get("active_tasks")).forEach(tasks::add);
    }
    // With repetitions: what is frequent there is frequent here.
    words =
        Stream.concat(contexts.stream(), lessons.stream()).flatMap(SPACE::splitAsStream).toList();
    if (lessons.isEmpty() || decisions.isEmpty() || entities.isEmpty() || tasks.isEmpty()) {
      throw new IllegalArgumentException(
          "the set has no contexts, lessons, decisions, entities or tasks to make more of");
    }
  }

  static Stream<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf)
        : Stream.ofNullable(value).map(String::valueOf);
  }

  private static Stream<Map<?, ?>> objects(@Nullable Object value) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
    }
    return objects.stream();
  }

  /// The arguments of a save.
  Map<String, Object> arguments(int number) {
    SplittableRandom random = new SplittableRandom(number);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("context", varied(pick(contexts, random), random));
    arguments.put("lessons_learned", List.of(lesson(random), lesson(random), lesson(random)));
    arguments.put("decisions", List.of(varied(pick(decisions, random), random)));
    arguments.put(
        "entities", List.of(varied(pick(entities, random), random), pick(entities, random)));
    arguments.put("active_tasks", List.of(varied(pick(tasks, random), random)));
    arguments.put(
        "files", List.of("src/module" + number % 50 + "/File" + random.nextInt(2_000) + ".java"));
    return arguments;
  }

  private String lesson(SplittableRandom random) {
    return varied(pick(lessons, random), random);
  }

  private static <T> T pick(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  /// The texts of an object varied, but for short ones, which are names and states.
  private Map<String, Object> varied(Map<?, ?> object, SplittableRandom random) {
    Map<String, Object> varied = new LinkedHashMap<>();
    object.forEach((key, value) ->
        varied.put(
            String.valueOf(key),
            value instanceof String text && text.indexOf(' ') > 0 ? varied(text, random) : value));
    return varied;
  }

  private String varied(String text, SplittableRandom random) {
    List<String> varied = new ArrayList<>();
    for (String word : SPACE.splitAsStream(text).toList()) {
      varied.add(random.nextInt(KEPT_OF) == 0 ? pick(words, random) : word);
    }
    return String.join(" ", varied);
  }
}
