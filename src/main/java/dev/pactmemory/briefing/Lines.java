package dev.pactmemory.briefing;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Task;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Parts of memories, each as one list item that begins with words of ours.
public final class Lines {
  /// Of one text: a long sentence. Who wants all of it reads the memory.
  private static final int TEXT_BYTES = 320;

  private static final String ITEM = "- ";

  private static final int NAME_BYTES = 80;
  private static final int WORD_BYTES = 24;
  private static final int PATH_BYTES = 200;

  /// Of names on one line.
  private static final int NAMES = 12;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Lines() {}

  /// A decision, why, and what was rejected.
  public static String decision(Decision decision, String origin) {
    StringBuilder line = new StringBuilder(ITEM).append("Decision");
    line.append(origin(origin)).append(": ").append(text(decision.decision()));
    if (decision.rationale() != null) {
      line.append("; because: ").append(text(decision.rationale()));
    }
    if (!decision.alternatives().isEmpty()) {
      line.append("; rejected: ").append(text(String.join("; ", decision.alternatives())));
    }
    return line.toString();
  }

  public static String task(Task task, String origin) {
    String state =
        Stream.of(task.status(), task.priority())
            .filter(word -> word != null)
            .map(word -> Plain.line(word, WORD_BYTES))
            .collect(Collectors.joining(", "));
    return ITEM + "Task (" + state + ")" + origin(origin) + ": " + text(task.task());
  }

  public static String file(String path) {
    return ITEM + "File: " + Plain.line(path, PATH_BYTES);
  }

  /// What a hit says to the question, or the first thing it says.
  public static String hit(Hit hit) {
    Hit.Matched matched = hit.matched();
    String said =
        matched == null
            ? of(hit.memory().content()).getFirst().substring(ITEM.length())
            : label(matched.field().wireName()) + ": " + text(matched.snippet());
    return ITEM + "[" + hit.shortId() + ", " + minute(hit.memory().createdAt()) + "] " + said;
  }

  /// All that a memory says, what tells most first; tasks that are done are left out.
  static List<String> of(Content content) {
    List<String> lines = new ArrayList<>();
    add(lines, "Context", content.context());
    add(lines, "Goal", content.goal());
    content.activeTasks().stream().filter(Task::isOpen).forEach(task -> lines.add(task(task, "")));
    content.decisions().forEach(decision -> lines.add(decision(decision, "")));
    content.lessonsLearned().forEach(lesson -> add(lines, "Lesson", lesson));
    names(lines, "Entities", content.entities().stream().map(Lines::named).toList());
    names(
        lines,
        "Files",
        content.files().stream().map(path -> Plain.line(path, PATH_BYTES)).toList());
    content.reasoningChains().forEach(chain -> add(lines, "Reasoning", chain));
    content.agreementsReached().forEach(agreement -> add(lines, "Agreed", agreement));
    content.disagreementsResolved().forEach(settled -> add(lines, "Settled", settled));
    content.activeTasks().stream()
        .filter(task -> !task.isOpen())
        .forEach(task -> lines.add(task(task, "")));
    return lines;
  }

  private static void add(List<String> lines, String label, @Nullable String text) {
    if (text != null) {
      lines.add(ITEM + label + ": " + text(text));
    }
  }

  private static void names(List<String> lines, String label, List<String> names) {
    if (!names.isEmpty()) {
      int more = names.size() - NAMES;
      lines.add(
          ITEM
              + label
              + ": "
              + names.stream().limit(NAMES).collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private static String named(Entity entity) {
    String name = Plain.line(entity.name(), NAME_BYTES);
    return entity.type() == null ? name : name + " (" + Plain.line(entity.type(), WORD_BYTES) + ")";
  }

  private static String text(String text) {
    return Plain.line(text, TEXT_BYTES);
  }

  private static String origin(String origin) {
    return origin.isEmpty() ? "" : " [" + Plain.line(origin, NAME_BYTES) + "]";
  }

  /// A field's name on the wire as a person would write it.
  private static String label(String wireName) {
    String words = wireName.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /// To the minute.
  public static String minute(Instant instant) {
    return MINUTE.format(instant);
  }
}
