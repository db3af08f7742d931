package dev.pactmemory.cli;

import dev.pactmemory.cli.Terminal.Style;
import dev.pactmemory.model.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers of the tools, laid out for a person.
final class Rendering {
  private static final String INDENT = "  ";

  /// Enough of an id to copy; the answer's own short form where it is longer.
  private static final int ID_SHOWN = 12;

  private final Terminal terminal;

  Rendering(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Hits of a search or a list, one block each, then what else there is to know.
  void hits(Answered answer) {
    answer.objects("hits").forEach(hit -> hit(hit, hit.text("date"), hit));
    closing(answer);
  }

  /// Hits of a search, each with its passage and what its score came from. Where one answer cannot
  /// hold all of them whole, it has brief hits, which are shown as such.
  void explained(Answered answer) {
    if (answer.objects("hits").stream().anyMatch(hit -> !hit.has("score"))) {
      hits(answer);
      terminal.line(
          terminal.styled(
              Style.YELLOW, "so many hits cannot be explained at once; take a lower --limit"));
      return;
    }
    for (Answered hit : answer.objects("hits")) {
      hit(hit, hit.text("created_at"), hit.object("matched"));
      terminal.paragraph(INDENT, scores(hit));
    }
    closing(answer);
  }

  private static String scores(Answered hit) {
    if (!hit.has("parts")) {
      // It has no words or meaning of the question in common.
      return "score " + hit.text("score") + " of the memory it supersedes";
    }
    Answered parts = hit.object("parts");
    String scores =
        String.format(
            Locale.ROOT,
            "score %s from words %s and meaning %s (cosine %s)",
            hit.text("score"),
            parts.text("words"),
            parts.text("meaning"),
            parts.text("cosine"));
    return parts.has("lift") ? scores + ", lifted by " + parts.text("lift") : scores;
  }

  private void closing(Answered answer) {
    List<Answered> hits = answer.objects("hits");
    if (hits.isEmpty()) {
      nothing(answer);
    } else if (answer.number("total") > hits.size()) {
      terminal.line(terminal.styled(Style.DIM, shown(answer, hits.size())));
    }
    notes(answer);
  }

  private static String shown(Answered answer, int shown) {
    return String.format(Locale.ROOT, "%d of %d shown", shown, answer.number("total"));
  }

  /// The hits of a list as a table, one line each.
  void list(Answered answer) {
    List<Answered> hits = answer.objects("hits");
    if (hits.isEmpty()) {
      nothing(answer);
    } else {
      Table table =
          new Table(terminal)
              .column("id", Style.CYAN)
              .column("date", Style.DIM)
              .column("project", Style.BOLD)
              .text("what it says");
      for (Answered hit : hits) {
        table.row(
            shownId(hit.text("id")), hit.text("date"), hit.text("project"), hit.text("snippet"));
      }
      table.print();
      more(answer, hits.size());
    }
    notes(answer);
  }

  /// The open tasks as a table, one line each.
  void tasks(Answered answer) {
    List<Answered> tasks = answer.objects("hits");
    if (!tasks.isEmpty()) {
      Table table =
          new Table(terminal)
              .column("id", Style.CYAN)
              .column("since", Style.DIM)
              .column("project", Style.BOLD)
              .column("status", Style.YELLOW)
              .column("priority")
              .text("task");
      for (Answered task : tasks) {
        table.row(
            shownId(task.text("id")),
            task.text("date"),
            task.text("project"),
            task.text("status"),
            task.text("priority"),
            task.text("task"));
      }
      table.print();
    }
    closing(answer, tasks.size());
  }

  /// The decision log, one block each.
  void decisions(Answered answer) {
    List<Answered> decisions = answer.objects("decisions");
    for (Answered decision : decisions) {
      StringBuilder head =
          new StringBuilder(terminal.styled(Style.CYAN, shownId(decision.text("id"))));
      head.append(INDENT).append(terminal.styled(Style.DIM, decision.text("date")));
      head.append(INDENT)
          .append(
              decision.has("superseded_by")
                  ? terminal.styled(Style.DIM, superseded(decision))
                  : terminal.styled(Style.GREEN, "in force"));
      if (decision.has("project")) {
        head.append(INDENT).append(terminal.styled(Style.BOLD, decision.text("project")));
      }
      terminal.line(head.toString());
      terminal.paragraph(INDENT, decision.text("decision"));
      if (decision.has("rationale")) {
        terminal.paragraph(INDENT + INDENT, "because " + decision.text("rationale"));
      }
      for (String alternative : decision.texts("alternatives")) {
        terminal.paragraph(INDENT + INDENT, "rejected: " + alternative);
      }
    }
    closing(answer, decisions.size());
  }

  private static String superseded(Answered decision) {
    return decision.has("ended_revision")
        ? "changed by revision " + decision.text("ended_revision")
        : "superseded by " + decision.text("superseded_by");
  }

  /// The entity book, one block each.
  void entities(Answered answer) {
    List<Answered> entities = answer.objects("entities");
    for (Answered entity : entities) {
      StringBuilder head = new StringBuilder(terminal.styled(Style.BOLD, entity.text("name")));
      head.append(INDENT)
          .append(
              terminal.styled(
                  Style.DIM, Text.counted(entity.number("memories"), "memory", "memories")));
      if (entity.has("types")) {
        head.append(INDENT).append(Terminal.safe(entity.text("types")));
      }
      if (entity.has("types_differ")) {
        head.append(INDENT).append(terminal.styled(Style.YELLOW, "types differ"));
      }
      if (entity.has("project")) {
        head.append(INDENT).append(terminal.styled(Style.BOLD, entity.text("project")));
      }
      terminal.line(head.toString());
      for (Answered note : entity.objects("notes")) {
        terminal.paragraph(
            INDENT,
            (shownId(note.text("id")) + " " + note.text("date") + " " + note.text("note"))
                .stripTrailing());
      }
      for (String beside : List.of("neighbours", "files")) {
        if (entity.has(beside)) {
          terminal.paragraph(INDENT, beside + ": " + entity.text(beside));
        }
      }
    }
    int notes = entities.stream().mapToInt(each -> each.objects("notes").size()).sum();
    closing(answer, notes > 0 ? notes : entities.size());
  }

  /// What each revision of a memory changed.
  void history(Answered memory) {
    terminal.line(
        terminal.styled(Style.CYAN, memory.text("id"))
            + INDENT
            + terminal.styled(Style.DIM, "project " + memory.text("project")));
    for (Answered revision : memory.objects("history")) {
      terminal.line(
          terminal.styled(Style.BOLD, "revision " + revision.text("revision"))
              + INDENT
              + terminal.styled(Style.DIM, dateAndSession(revision)));
      revision.texts("changes").forEach(change -> terminal.paragraph(INDENT, change));
    }
  }

  private static String dateAndSession(Answered revision) {
    return revision.has("session")
        ? revision.text("date") + INDENT + "session " + revision.text("session")
        : revision.text("date");
  }

  private void closing(Answered answer, int shown) {
    if (answer.has("nothing")) {
      nothing(answer);
    } else {
      more(answer, shown);
    }
    notes(answer);
  }

  /// What is not shown and how to see it; beside the result where that is for a program.
  private void more(Answered answer, int shown) {
    if (answer.number("total") > shown) {
      String next = answer.has("cursor") ? "; the next with --cursor " + answer.text("cursor") : "";
      aside(Style.DIM, shown(answer, shown) + next);
    }
  }

  private void aside(Style style, String text) {
    if (terminal.isScreen()) {
      terminal.line(terminal.styled(style, text));
    } else {
      terminal.progress(text);
    }
  }

  /// @param passage with `field` and `snippet`; empty where none speaks to the question
  private void hit(Answered hit, String date, Answered passage) {
    StringBuilder head = new StringBuilder(terminal.styled(Style.CYAN, shownId(hit.text("id"))));
    if (!date.isEmpty()) {
      head.append(INDENT).append(terminal.styled(Style.DIM, date));
    }
    if (hit.has("band")) {
      head.append(INDENT).append(band(hit.text("band")));
    }
    if (hit.has("project")) {
      head.append(INDENT).append(terminal.styled(Style.BOLD, hit.text("project")));
    }
    String why = String.join(" · ", hit.texts("why"));
    if (!why.isEmpty()) {
      head.append(INDENT).append(Terminal.safe(why));
    }
    terminal.line(head.toString());
    if (passage.has("snippet")) {
      terminal.paragraph(INDENT, label(passage.text("field")) + ": " + passage.text("snippet"));
    }
    if (hit.has("note")) {
      terminal.line(INDENT + terminal.styled(Style.YELLOW, Terminal.safe(hit.text("note"))));
    }
  }

  private String band(String band) {
    return switch (band) {
      case "strong" -> terminal.styled(Style.GREEN, band);
      case "fair" -> terminal.styled(Style.YELLOW, band);
      default -> terminal.styled(Style.DIM, band);
    };
  }

  private void nothing(Answered answer) {
    Answered nothing = answer.object("nothing");
    terminal.line(
        switch (nothing.text("why")) {
          case "nothing_stored" ->
              answer.has("project")
                  ? "Nothing is stored yet in the project "
                      + Terminal.safe(answer.text("project"))
                      + " (--project '*' looks in all)."
                  : "Nothing is stored yet.";
          case "filtered_out" ->
              String.format(
                  Locale.ROOT,
                  "Nothing is left by the filters; without them %d would match.",
                  nothing.number("filtered_out"));
          default -> "Nothing matches.";
        });
    for (String title : nothing.texts("nearest")) {
      terminal.line(INDENT + terminal.styled(Style.DIM, "nearest: " + title));
    }
  }

  private void notes(Answered answer) {
    if (answer.has("cut")) {
      terminal.line(terminal.styled(Style.YELLOW, answer.text("cut")));
    }
    for (String note : answer.texts("degraded")) {
      terminal.line(terminal.styled(Style.YELLOW, note));
    }
  }

  /// Everything a memory says.
  void memory(Answered memory) {
    terminal.line(
        terminal.styled(Style.CYAN, memory.text("id"))
            + INDENT
            + terminal.styled(
                Style.DIM,
                String.format(
                    Locale.ROOT,
                    "project %s, revision %s, saved %s, changed %s",
                    memory.text("project"),
                    memory.text("revision"),
                    memory.text("created_at"),
                    memory.text("updated_at"))));
    memory.members().keySet().stream()
        .map(String::valueOf)
        .filter(name -> !META.contains(name))
        .forEach(name -> field(memory, name));
  }

  private static final List<String> META =
      List.of("id", "project", "session", "created_at", "updated_at", "revision");

  private void field(Answered memory, String name) {
    terminal.line(terminal.styled(Style.BOLD, label(name)));
    if (!(memory.members().get(name) instanceof List<?> items)) {
      terminal.paragraph(INDENT, memory.text(name));
      return;
    }
    for (Object item : items) {
      terminal.paragraph(INDENT + "- ", item instanceof Map<?, ?> map ? part(map) : "" + item);
    }
  }

  /// `Use Redis (rationale: fast; alternatives: PostgreSQL)`.
  private static String part(Map<?, ?> map) {
    StringBuilder text = new StringBuilder();
    StringBuilder rest = new StringBuilder();
    for (Object name : map.keySet()) {
      String value = new Answered(map).text(String.valueOf(name));
      if (text.isEmpty()) {
        text.append(value);
      } else {
        rest.append(rest.isEmpty() ? "" : "; ")
            .append(label(String.valueOf(name)))
            .append(": ")
            .append(value);
      }
    }
    return rest.isEmpty() ? text.toString() : text + " (" + rest + ")";
  }

  /// Names and values, one per line, nested ones indented; on a screen the values are aligned.
  void table(Answered answer, String indent) {
    int widest =
        answer.members().entrySet().stream()
            .filter(entry -> !isNested(entry.getValue()))
            .mapToInt(entry -> Terminal.columns(label(String.valueOf(entry.getKey()))))
            .max()
            .orElse(0);
    answer
        .members()
        .forEach((name, value) -> {
          String label = label(String.valueOf(name));
          String shown = terminal.styled(Style.BOLD, label);
          switch (value) {
            case Map<?, ?> map -> {
              terminal.line(indent + shown);
              table(new Answered(map), indent + INDENT);
            }
            case List<?> list -> {
              terminal.line(indent + shown);
              for (Object item : list) {
                terminal.paragraph(
                    indent + INDENT, new Answered(Map.of("item", item)).text("item"));
              }
            }
            default -> {
              String padding =
                  terminal.isScreen() ? " ".repeat(widest - Terminal.columns(label)) : "";
              terminal.line(indent + shown + ": " + padding + Terminal.safe("" + value));
            }
          }
        });
  }

  private static boolean isNested(@Nullable Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>;
  }

  static String shownId(String id) {
    return id.length() == 32 ? id.substring(0, ID_SHOWN) : id;
  }

  private static String label(String name) {
    return name.replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
