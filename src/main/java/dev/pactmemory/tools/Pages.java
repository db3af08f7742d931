package dev.pactmemory.tools;

import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/// Pages of hits that fit a budget. First the detail goes, then hits; the answer says which went.
/// Hits that go are asked for on the next page: the cursor always follows the last hit shown.
final class Pages {
  private static final List<Integer> SNIPPET_CHARS = List.of(320, 160, 80);

  /// What an answer with fewer hits says beyond the whole one: what went, and how to get it.
  private static final int CUT_AND_CURSOR_BYTES = 160;

  private Pages() {}

  /// @param ask for a page of at most so many hits
  static Answer answer(IntFunction<Outcome<Found>> ask, int limit, boolean full, int maxTokens) {
    return switch (ask.apply(limit)) {
      case Outcome.Refused<Found>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Found>(Found found) ->
          fitted(ask, found, full, maxTokens * Limits.BYTES_PER_TOKEN);
    };
  }

  private static Answer fitted(
      IntFunction<Outcome<Found>> ask, Found found, boolean full, int budget) {
    if (full) {
      Map<String, Object> page = page(found, hits(found, Integer.MAX_VALUE), "");
      if (Views.bytes(page) <= budget) {
        return Answer.of(page);
      }
    }
    String cut = full ? "detail left out to fit max_tokens" : "";
    for (int chars : SNIPPET_CHARS) {
      Map<String, Object> page = page(found, hits(found, chars), cut);
      if (Views.bytes(page) <= budget) {
        return Answer.of(page);
      }
      cut = (full ? "detail left out, " : "") + "snippets shortened to fit max_tokens";
    }
    return fewer(ask, found, kept(found, budget), cut, budget);
  }

  /// Asks once more, for the hits that fit. Meanwhile a hit may have got more to say (what was
  /// saved just now has got its vectors): then for fewer.
  private static Answer fewer(
      IntFunction<Outcome<Found>> ask, Found all, int kept, String cut, int budget) {
    return switch (ask.apply(kept)) {
      case Outcome.Refused<Found>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Found>(Found found) -> {
        String left =
            String.format(
                Locale.ROOT,
                "%d of %d hits left for the next page and %s",
                all.hits().size() - kept,
                all.hits().size(),
                cut);
        Map<String, Object> page = page(found, hits(found, SNIPPET_CHARS.getLast()), left);
        yield kept > 1 && Views.bytes(page) > budget
            ? fewer(ask, all, Math.min(kept - 1, kept(found, budget)), cut, budget)
            : Answer.of(page);
      }
    };
  }

  /// How many hits fit with the shortest snippets; at least one.
  private static int kept(Found found, int budget) {
    List<Map<String, Object>> hits = hits(found, SNIPPET_CHARS.getLast());
    int room = budget - Views.bytes(page(found, List.of(), "")) - CUT_AND_CURSOR_BYTES;
    int kept = 0;
    for (Map<String, Object> hit : hits) {
      room -= Views.bytes(hit) + 1;
      if (room < 0) {
        break;
      }
      kept++;
    }
    return Math.max(1, kept);
  }

  private static List<Map<String, Object>> hits(Found found, int snippetChars) {
    return found.hits().stream().map(hit -> hit(hit, found, snippetChars)).toList();
  }

  private static Map<String, Object> hit(Hit hit, Found found, int snippetChars) {
    return snippetChars == Integer.MAX_VALUE
        ? Views.whole(hit)
        : Views.brief(hit, found.searched(), snippetChars);
  }

  private static Map<String, Object> page(Found found, List<Map<String, Object>> hits, String cut) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("project", found.searched() == null ? "*" : found.searched().name());
    page.put("hits", hits);
    page.put("total", found.total());
    if (found.cursor() != null) {
      page.put("cursor", found.cursor());
    }
    if (!cut.isEmpty()) {
      page.put("cut", cut);
    }
    if (found.nothing() != null) {
      page.put("nothing", Views.nothing(found.nothing()));
    }
    Views.degraded(page, found.degraded());
    return page;
  }
}
