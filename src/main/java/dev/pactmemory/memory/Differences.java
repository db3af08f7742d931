package dev.pactmemory.memory;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What differs between two revisions, in words: a line for each item. Pure.
///
/// `+` an item that is new, `-` one that is gone, `~` one that is worded otherwise: of it only the
/// words that changed are told, `[-old-]{+new+}`, with a few words around them.
final class Differences {
  /// Enough to know an item by.
  private static final int ITEM_CHARS = 160;

  /// Words shown before and after those that changed.
  private static final int AROUND = 4;

  /// Of a text rewritten: who wants all of it reads both revisions.
  private static final int LINE_CHARS = 600;

  private final List<String> lines = new ArrayList<>();

  private Differences() {}

  static List<String> between(Memory before, Memory after) {
    List<String> lines = new ArrayList<>(between(before.content(), after.content()));
    for (MemoryId id : after.supersedes()) {
      if (!before.supersedes().contains(id)) {
        lines.add("+ supersedes: " + id);
      }
    }
    return lines;
  }

  static List<String> between(Content before, Content after) {
    Differences all = new Differences();
    all.text(Field.CONTEXT, before.context(), after.context());
    all.text(Field.GOAL, before.goal(), after.goal());
    all.items(
        Field.ACTIVE_TASKS,
        before.activeTasks(),
        after.activeTasks(),
        Task::key,
        Differences::whole,
        Differences::changed);
    all.texts(Field.LESSONS_LEARNED, before.lessonsLearned(), after.lessonsLearned());
    all.items(
        Field.DECISIONS,
        before.decisions(),
        after.decisions(),
        Decision::key,
        Differences::whole,
        Differences::changed);
    all.items(
        Field.ENTITIES,
        before.entities(),
        after.entities(),
        Entity::key,
        Differences::whole,
        Differences::changed);
    all.texts(Field.REASONING_CHAINS, before.reasoningChains(), after.reasoningChains());
    all.texts(Field.AGREEMENTS_REACHED, before.agreementsReached(), after.agreementsReached());
    all.texts(
        Field.DISAGREEMENTS_RESOLVED,
        before.disagreementsResolved(),
        after.disagreementsResolved());
    all.texts(Field.FILES, before.files(), after.files());
    return List.copyOf(all.lines);
  }

  private void text(Field field, @Nullable String before, @Nullable String after) {
    if (before == null && after != null) {
      add("+", field, Titles.cut(after, ITEM_CHARS));
    } else if (before != null && after == null) {
      add("-", field, Titles.cut(before, ITEM_CHARS));
    } else if (before != null && after != null && !before.equals(after)) {
      add("~", field, words(before, after));
    }
  }

  private void texts(Field field, List<String> before, List<String> after) {
    items(field, before, after, Text::nfc, text -> text, (_, _) -> "");
  }

  /// @param key the same for an item before and after
  private <T> void items(
      Field field,
      List<T> before,
      List<T> after,
      Function<T, String> key,
      Function<T, String> whole,
      BiFunction<T, T, String> changed) {
    Map<String, T> old = new LinkedHashMap<>();
    before.forEach(item -> old.putIfAbsent(key.apply(item), item));
    for (T item : after) {
      T was = old.remove(key.apply(item));
      if (was == null) {
        if (before.contains(item)) {
          continue; // One of several of this key.
        }
        add("+", field, Titles.cut(whole.apply(item), ITEM_CHARS));
      } else if (!was.equals(item)) {
        String difference = changed.apply(was, item);
        if (!difference.isEmpty()) {
          add("~", field, difference);
        }
      }
    }
    old.values().forEach(item -> add("-", field, Titles.cut(whole.apply(item), ITEM_CHARS)));
  }

  private void add(String sign, Field field, String what) {
    lines.add(sign + " " + field.wireName() + ": " + what);
  }

  private static String whole(Task task) {
    String state = task.priority() == null ? task.status() : task.status() + ", " + task.priority();
    return task.task() + " (" + state + ")";
  }

  private static String changed(Task before, Task after) {
    return named(
        after.task(),
        turned("status", before.status(), after.status()),
        turned("priority", before.priority(), after.priority()));
  }

  private static String whole(Decision decision) {
    return decision.rationale() == null
        ? decision.decision()
        : decision.decision() + " because " + decision.rationale();
  }

  private static String changed(Decision before, Decision after) {
    return named(
        Titles.cut(after.decision(), ITEM_CHARS),
        reworded("rationale", before.rationale(), after.rationale()),
        listed("alternatives", before.alternatives(), after.alternatives()));
  }

  private static String whole(Entity entity) {
    String name =
        entity.type() == null ? entity.name() : entity.name() + " (" + entity.type() + ")";
    return entity.notes() == null ? name : name + ": " + entity.notes();
  }

  private static String changed(Entity before, Entity after) {
    return named(
        after.name(),
        turned("type", before.type(), after.type()),
        reworded("notes", before.notes(), after.notes()));
  }

  private static String named(String name, String... differences) {
    List<String> said = Stream.of(differences).filter(one -> !one.isEmpty()).toList();
    return said.isEmpty() ? "" : name + ": " + String.join("; ", said);
  }

  /// `status pending → completed`.
  private static String turned(String what, @Nullable String before, @Nullable String after) {
    return Objects.equals(before, after)
        ? ""
        : what
            + " "
            + Objects.requireNonNullElse(before, "none")
            + " → "
            + Objects.requireNonNullElse(after, "none");
  }

  private static String reworded(String what, @Nullable String before, @Nullable String after) {
    if (Objects.equals(before, after)) {
      return "";
    }
    return before == null
        ? what + " + " + Titles.cut(Objects.requireNonNull(after), ITEM_CHARS)
        : after == null
            ? what + " - " + Titles.cut(before, ITEM_CHARS)
            : what + " " + words(before, after);
  }

  private static String listed(String what, List<String> before, List<String> after) {
    List<String> said = new ArrayList<>();
    after.stream()
        .filter(item -> !before.contains(item))
        .forEach(item -> said.add("+ " + Titles.cut(item, ITEM_CHARS)));
    before.stream()
        .filter(item -> !after.contains(item))
        .forEach(item -> said.add("- " + Titles.cut(item, ITEM_CHARS)));
    return said.isEmpty() ? "" : what + " " + String.join(", ", said);
  }

  /// The words that changed, each stretch of them with a few others around it.
  private static String words(String before, String after) {
    List<String> old = List.of(before.strip().split("\\s+"));
    List<String> now = List.of(after.strip().split("\\s+"));
    StringBuilder told = new StringBuilder();
    int shown = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
      int at = delta.getTarget().getPosition();
      appendSame(told, now.subList(shown, at), shown == 0 ? 0 : AROUND, AROUND);
      String gone = String.join(" ", delta.getSource().getLines());
      String come = String.join(" ", delta.getTarget().getLines());
      String marked =
          (gone.isEmpty() ? "" : "[-" + gone + "-]") + (come.isEmpty() ? "" : "{+" + come + "+}");
      append(told, List.of(marked));
      shown = at + delta.getTarget().size();
    }
    if (told.isEmpty()) {
      return "spacing";
    }
    appendSame(told, now.subList(shown, now.size()), AROUND, 0);
    return Titles.cut(told.toString(), LINE_CHARS);
  }

  /// Appends the ends of a stretch that did not change.
  private static void appendSame(StringBuilder told, List<String> words, int head, int tail) {
    if (words.size() <= head + tail) {
      append(told, words);
      return;
    }
    append(told, words.subList(0, head));
    append(told, List.of("…"));
    append(told, words.subList(words.size() - tail, words.size()));
  }

  private static void append(StringBuilder told, List<String> words) {
    for (String word : words) {
      told.append(told.isEmpty() ? "" : " ").append(word);
    }
  }
}
