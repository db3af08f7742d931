package dev.pactmemory.tools;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Pages of a view that fit into an answer. First long texts are cut, then items go; the answer
/// says which went. Items that go are asked for on the next page.
final class ViewPages {
  /// Of each text in an item.
  private static final List<Integer> TEXT_CHARS = List.of(Integer.MAX_VALUE, 600, 200);

  private ViewPages() {}

  /// What one item shows.
  interface View<T> extends BiFunction<T, @Nullable Project, Map<String, Object>> {}

  /// @param ask for a page of at most so many
  /// @param key under which the items stand
  /// @param view an item, for an answer about the project searched
  static <T> Answer answer(IntFunction<Outcome<Page<T>>> ask, String key, View<T> view, int limit) {
    return switch (ask.apply(limit)) {
      case Outcome.Refused<Page<T>>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Page<T>>(Page<T> page) -> fitted(ask, page, key, view, limit);
    };
  }

  private static <T> Answer fitted(
      IntFunction<Outcome<Page<T>>> ask, Page<T> page, String key, View<T> view, int limit) {
    int budget = Limits.MAX_TOKENS * Limits.BYTES_PER_TOKEN;
    Map<String, Object> answer = Map.of();
    for (int chars : TEXT_CHARS) {
      String cut = chars == Integer.MAX_VALUE ? "" : "long texts are cut; memory_get has them";
      answer = shown(page, key, view, chars, cut);
      if (Views.bytes(answer) <= budget) {
        return Answer.of(answer);
      }
    }
    // Half as many are half as long, more or less; one is always answered.
    if (limit == 1) {
      return Answer.of(answer);
    }
    int fewer = Math.max(1, Math.min(limit, Math.max(2, page.items().size())) / 2);
    return switch (ask.apply(fewer)) {
      case Outcome.Refused<Page<T>>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Page<T>>(Page<T> less) -> fitted(ask, less, key, view, fewer);
    };
  }

  private static <T> Map<String, Object> shown(
      Page<T> page, String key, View<T> view, int chars, String cut) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("project", page.searched() == null ? "*" : page.searched().name());
    answer.put(
        key,
        page.items().stream()
            .map(item -> shortened(view.apply(item, page.searched()), chars))
            .toList());
    answer.put("total", page.total());
    if (page.cursor() != null) {
      answer.put("cursor", page.cursor());
    }
    if (!cut.isEmpty()) {
      answer.put("cut", cut);
    }
    if (page.nothing() != null) {
      answer.put("nothing", Views.nothing(page.nothing()));
    }
    Views.degraded(answer, page.degraded());
    return answer;
  }

  private static Object shortened(Object value, int chars) {
    return switch (value) {
      case String text -> Views.cut(text, chars);
      case List<?> list -> list.stream().map(item -> shortened(item, chars)).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> shorter = new LinkedHashMap<>();
        map.forEach((name, each) -> shorter.put(name, shortened(each, chars)));
        yield shorter;
      }
      default -> value;
    };
  }
}
