package dev.pactmemory.tools;

import dev.pactmemory.model.Text;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was probably meant by a name nobody knows.
final class NearMiss {
  /// Names that agents try, and what they mean by them, likeliest first.
  private static final Map<String, List<String>> SYNONYMS =
      Map.ofEntries(
          Map.entry("lessons", List.of("lessons_learned")),
          Map.entry("lesson", List.of("lessons_learned")),
          Map.entry("learnings", List.of("lessons_learned")),
          Map.entry("learned", List.of("lessons_learned")),
          Map.entry("tasks", List.of("active_tasks", "open_tasks")),
          Map.entry("todo", List.of("active_tasks", "task")),
          Map.entry("todos", List.of("active_tasks", "open_tasks")),
          Map.entry("reasoning", List.of("reasoning_chains", "rationale")),
          Map.entry("chains", List.of("reasoning_chains")),
          Map.entry("agreements", List.of("agreements_reached")),
          Map.entry("disagreements", List.of("disagreements_resolved")),
          Map.entry("components", List.of("entities")),
          Map.entry("entity", List.of("entities")),
          Map.entry("task", List.of("active_tasks")),
          Map.entry("file", List.of("path", "current_file", "files")),
          Map.entry("file_path", List.of("path", "current_file", "files")),
          Map.entry("filename", List.of("path", "current_file", "files")),
          Map.entry("file_paths", List.of("files", "add")),
          Map.entry("paths", List.of("files", "add", "path")),
          Map.entry("files", List.of("add", "path", "current_file")),
          Map.entry("tracked_files", List.of("files", "include_tracked")),
          Map.entry("summary", List.of("context")),
          Map.entry("content", List.of("context")),
          Map.entry("text", List.of("query", "context", "task", "decision")),
          Map.entry("title", List.of("context", "task", "decision", "name")),
          Map.entry("subject", List.of("task")),
          Map.entry("description", List.of("notes", "context", "rationale", "task")),
          Map.entry("notes", List.of("context", "rationale")),
          Map.entry("note", List.of("notes", "context", "rationale")),
          Map.entry("details", List.of("notes", "context", "rationale")),
          Map.entry("objective", List.of("goal")),
          Map.entry("purpose", List.of("goal", "notes")),
          Map.entry("reason", List.of("rationale")),
          Map.entry("why", List.of("rationale")),
          Map.entry("because", List.of("rationale")),
          Map.entry("justification", List.of("rationale")),
          Map.entry("options", List.of("alternatives")),
          Map.entry("rejected", List.of("alternatives")),
          Map.entry("state", List.of("status")),
          Map.entry("kind", List.of("type")),
          Map.entry("category", List.of("type")),
          Map.entry("entity_type", List.of("type")),
          Map.entry("label", List.of("name")),
          Map.entry("importance", List.of("priority")),
          Map.entry("project_id", List.of("project")),
          Map.entry("session_id", List.of("session")),
          Map.entry("memory_id", List.of("id", "ids")),
          Map.entry("ref", List.of("id", "ids")),
          Map.entry("prefix", List.of("id", "ids")),
          Map.entry("q", List.of("query")),
          Map.entry("search", List.of("query")),
          Map.entry("question", List.of("query")),
          Map.entry("max_results", List.of("limit")),
          Map.entry("top_k", List.of("limit")),
          Map.entry("k", List.of("limit")),
          Map.entry("n", List.of("limit")),
          Map.entry("count", List.of("limit")),
          Map.entry("page_size", List.of("limit")),
          Map.entry("offset", List.of("cursor")),
          Map.entry("page", List.of("cursor")),
          Map.entry("next_cursor", List.of("cursor")),
          Map.entry("from", List.of("since")),
          Map.entry("after", List.of("since")),
          Map.entry("start", List.of("since")),
          Map.entry("to", List.of("until")),
          Map.entry("before", List.of("until")),
          Map.entry("end", List.of("until")),
          Map.entry("replace", List.of("mode")),
          Map.entry("merge", List.of("mode")),
          Map.entry("delete", List.of("remove")),
          Map.entry("expected_revision", List.of("if_revision")),
          Map.entry("version", List.of("if_revision", "revision")),
          Map.entry("verbose", List.of("detail")),
          Map.entry("full", List.of("detail")),
          Map.entry("tokens", List.of("max_tokens")),
          Map.entry("budget", List.of("max_tokens")));

  private static final int LONGEST = 40;

  private NearMiss() {}

  /// The allowed name nearest to the given one: another spelling, a synonym, or few letters away.
  static Optional<String> of(String given, Collection<String> allowed) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    String name = snakeCase(given);
    if (allowed.contains(name)) {
      return Optional.of(name);
    }
    for (String meant : SYNONYMS.getOrDefault(name, List.of())) {
      if (allowed.contains(meant)) {
        return Optional.of(meant);
      }
    }
    return allowed.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /// `activeTasks`, `Active-Tasks` and `active tasks` as `active_tasks`.
  private static String snakeCase(String name) {
    String parted = name.strip().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replaceAll("[ .-]", "_");
    return Text.key(parted);
  }

  /// How many letters must be put in, left out, changed or swapped with their neighbour.
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        cost[i][j] =
            Math.min(
                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
