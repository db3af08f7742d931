package dev.pactmemory.advice;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What shows in one memory. Pure.
final class Checks {
  /// Fewer different telling words than this say nothing that could be acted on. The shortest
  /// memories known to be good have twelve.
  private static final int FEW_WORDS = 3;

  /// Longer texts have something to say about even the smallest fix.
  private static final int SMALL_CHARS = 160;

  /// So many single letters are no list anyone wrote.
  private static final int SHREDS = 5;

  private static final double SHREDDED_SHARE = 0.8;

  /// What small fixes are about.
  private static final Pattern SMALL =
      Pattern.compile(
          "(?i)\\b(typos?|misspell\\w*|misspelt|spelling|whitespace|indentation"
              + "|trailing (space|comma|newline)s?|missing (semicolon|comma|bracket|import)s?"
              + "|unused (import|variable)s?|code style|lint(ing)? (error|warning|issue)s?"
              + "|renamed? (a |the )?(local )?(variable|parameter|argument))\\b");

  /// What tells that there is more to it.
  private static final Pattern REASON =
      Pattern.compile(
          "(?i)\\b(because|since|so"
              + " that|otherwise|caus(e|es|ed|ing)|breaks?|broke|fail(s|ed)?)\\b");

  /// Reasons given in the words of the decision itself.
  private static final Pattern GIVEN_REASON =
      Pattern.compile("(?i)\\b(because|since|so that|in order to|due to)\\b");

  /// Besides those that end a task (see [Task#isOpen]), words that plainly leave it open.
  private static final Set<String> OPEN_STATUSES =
      Set.of(
          "pending",
          "todo",
          "to do",
          "open",
          "new",
          "planned",
          "ready",
          "backlog",
          "in_progress",
          "in progress",
          "in-progress",
          "active",
          "started",
          "ongoing",
          "wip",
          "doing",
          "blocked",
          "waiting",
          "on_hold",
          "on hold",
          "paused",
          "deferred",
          "postponed",
          "review",
          "in_review",
          "in review",
          "testing");

  private final Content content;

  Checks(Content content) {
    this.content = content;
  }

  /// Nothing in it could be acted on: hardly a telling word, and no decision or task.
  boolean isTooVague() {
    return content.decisions().isEmpty()
        && content.activeTasks().isEmpty()
        && Words.telling(texts()).size() < FEW_WORDS;
  }

  /// It is about a fix so small that nobody will look for it, and gives no reason to remember it.
  boolean isTooGranular() {
    List<String> texts = texts();
    return content.decisions().isEmpty()
        && content.activeTasks().isEmpty()
        && content.entities().isEmpty()
        && content.lessonsLearned().size() <= 1
        && texts.stream().mapToInt(String::length).sum() <= SMALL_CHARS
        && texts.stream().anyMatch(text -> SMALL.matcher(text).find())
        && texts.stream().noneMatch(text -> REASON.matcher(text).find());
  }

  /// No component and no file connects it to other memories.
  boolean isUnlinked() {
    return content.entities().isEmpty() && content.files().isEmpty();
  }

  /// It has a context or a goal and nothing of a kind: no lesson, decision, task or agreement.
  boolean isProseOnly() {
    return content.lessonsLearned().isEmpty()
        && content.decisions().isEmpty()
        && content.activeTasks().isEmpty()
        && content.reasoningChains().isEmpty()
        && content.agreementsReached().isEmpty()
        && content.disagreementsResolved().isEmpty();
  }

  static boolean lacksRationale(Decision decision) {
    return decision.rationale() == null && !GIVEN_REASON.matcher(decision.decision()).find();
  }

  static boolean hasUnknownStatus(Task task) {
    return task.status() != null
        && task.isOpen()
        && !OPEN_STATUSES.contains(Text.key(task.status()));
  }

  /// The first list that holds the letters of a text.
  static Optional<Field> shredded(Content given) {
    return Stream.of(
            shredded(Field.LESSONS_LEARNED, given.lessonsLearned()),
            shredded(Field.ACTIVE_TASKS, given.activeTasks().stream().map(Task::task).toList()),
            shredded(Field.DECISIONS, given.decisions().stream().map(Decision::decision).toList()),
            shredded(Field.ENTITIES, given.entities().stream().map(Entity::name).toList()),
            shredded(Field.REASONING_CHAINS, given.reasoningChains()),
            shredded(Field.AGREEMENTS_REACHED, given.agreementsReached()),
            shredded(Field.DISAGREEMENTS_RESOLVED, given.disagreementsResolved()),
            shredded(Field.FILES, given.files()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static @Nullable Field shredded(Field field, List<String> items) {
    long letters =
        items.stream().filter(item -> item.codePointCount(0, item.length()) == 1).count();
    return letters >= SHREDS && letters >= SHREDDED_SHARE * items.size() ? field : null;
  }

  /// All that it says in words, but for decisions and tasks.
  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (content.context() != null) {
      texts.add(content.context());
    }
    if (content.goal() != null) {
      texts.add(content.goal());
    }
    texts.addAll(content.lessonsLearned());
    for (Entity entity : content.entities()) {
      texts.add(entity.name());
      if (entity.notes() != null) {
        texts.add(entity.notes());
      }
    }
    texts.addAll(content.reasoningChains());
    texts.addAll(content.agreementsReached());
    texts.addAll(content.disagreementsResolved());
    return texts;
  }
}
