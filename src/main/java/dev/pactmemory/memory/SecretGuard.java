package dev.pactmemory.memory;

import dev.pactmemory.advice.Redaction;
import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.Update;
import dev.pactmemory.store.StoreReads;
import java.util.List;
import java.util.stream.Collectors;

/// Sees to likely secrets before a request is carried out. What is stored stays in the history of
/// the memory and in backups, so this is the last moment at which they can be kept out.
final class SecretGuard {
  /// Of the places told beside the first.
  private static final int MAX_TOLD = 3;

  private static final int MAX_PLACE_CHARS = 40;

  private SecretGuard() {}

  /// A request that may be carried out.
  ///
  /// @param advice for its receipt
  record Passed<T>(T request, List<Advice> advice) {}

  static Outcome<Passed<Draft>> pass(Draft draft) {
    Redaction redaction = Redaction.of(draft.content(), Content.EMPTY);
    return pass(draft, draft.with(redaction.content()), redaction, draft.secrets());
  }

  /// What the memory says already is passed over: it is sent back when lists are sent whole.
  static Outcome<Passed<Update>> pass(Update update, StoreReads reads) {
    if (Redaction.of(update.values(), Content.EMPTY).findings().isEmpty()) {
      return Outcome.done(new Passed<>(update, List.of()));
    }
    Redaction redaction = Redaction.of(update.values(), stored(update, reads));
    return pass(update, update.with(redaction.content()), redaction, update.secrets());
  }

  private static Content stored(Update update, StoreReads reads) {
    return switch (new References(reads).resolve(update.ref(), "id", false)) {
      case Outcome.Done<MemoryId>(MemoryId id) ->
          reads.find(id).map(memory -> memory.content()).orElse(Content.EMPTY);
      // Carrying it out will refuse it.
      case Outcome.Refused<MemoryId> _ -> Content.EMPTY;
    };
  }

  private static <T> Outcome<Passed<T>> pass(
      T request, T redacted, Redaction redaction, Secrets secrets) {
    List<Redaction.Finding> found = redaction.findings();
    if (found.isEmpty()) {
      return Outcome.done(new Passed<>(request, List.of()));
    }
    return switch (secrets) {
      case ASK -> Outcome.refused(question(found));
      case REDACT ->
          Outcome.done(
              new Passed<>(
                  redacted, List.of(advice(Advice.Severity.HINT, "redacted ", found, ""))));
      case WARN ->
          Outcome.done(
              new Passed<>(
                  request,
                  List.of(
                      advice(
                          Advice.Severity.WARNING,
                          "stored ",
                          found,
                          "; if it is one, replace the text and have the secret changed"))));
      case KEEP -> Outcome.done(new Passed<>(request, List.of()));
    };
  }

  private static Problem question(List<Redaction.Finding> found) {
    Redaction.Finding first = found.getFirst();
    List<Redaction.Finding> others = found.subList(1, found.size());
    return new Problem(
        Problem.Code.LIKELY_SECRET,
        first.field(),
        "it holds what looks like a "
            + first.kind()
            + (others.isEmpty() ? "" : "; so do " + places(others))
            + ". Nothing was stored. Send it again with secrets: \"redact\" to store [redacted: "
            + first.kind()
            + "] in its place, or with secrets: \"keep\" if it is none");
  }

  private static Advice advice(
      Advice.Severity severity, String done, List<Redaction.Finding> found, String fix) {
    return new Advice(Advice.Code.LIKELY_SECRET, severity, done + places(found) + fix);
  }

  private static String places(List<Redaction.Finding> found) {
    String told =
        found.stream()
            .limit(MAX_TOLD)
            .map(one -> Titles.cut(one.field(), MAX_PLACE_CHARS) + " (" + one.kind() + ")")
            .collect(Collectors.joining(", "));
    int more = found.size() - MAX_TOLD;
    return told + (more > 0 ? " and " + more + " more" : "");
  }
}
