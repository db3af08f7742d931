package dev.pactmemory.exchange;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All memories as Markdown that people read: a file for each memory, one for each decision in the
/// form of a decision record, and an index. A file is named by the date and the id of its memory
/// and the beginning of what it says, so that it keeps its name as long as it says the same.
public final class MarkdownExport {
  private static final int SLUG_CHARS = 40;
  private static final int ID_CHARS = 8;
  private static final int TITLE_CHARS = 100;
  private static final int PROGRESS_EVERY = 100;
  private static final String INDEX = "index.md";

  private final Map<MemoryId, Entry> entries = new HashMap<>();
  private final List<Entry> order = new ArrayList<>();
  private final Set<String> stems = new HashSet<>();
  private final Map<MemoryId, List<MemoryId>> successors = new HashMap<>();

  private MarkdownExport() {}

  /// What was written.
  ///
  /// @param files all there are now
  public record Written(int memories, int decisions, int files) {}

  /// What other files need to know of a memory.
  private record Entry(
      MemoryId id,
      Instant date,
      String project,
      String title,
      String file,
      List<String> decisions,
      List<String> decisionFiles) {
    /// @param stems the names that are taken
    private static Entry of(Memory memory, Set<String> stems) {
      String date = day(memory.createdAt()) + "-";
      String brief = date + memory.id().value().substring(0, ID_CHARS);
      String stem = stems.add(brief) ? brief : date + memory.id().value();
      String title = MarkdownExport.titleOf(memory.content());
      Set<String> taken = new HashSet<>();
      List<String> files = new ArrayList<>();
      for (Decision decision : memory.content().decisions()) {
        String name = stem + slug(decision.decision());
        String free = name;
        for (int n = 2; !taken.add(free); n++) {
          free = name + "-" + n;
        }
        files.add("decisions/" + free + ".md");
      }
      return new Entry(
          memory.id(),
          memory.createdAt(),
          memory.project().name(),
          title,
          "memories/" + stem + ".md",
          memory.content().decisions().stream().map(Decision::decision).toList(),
          files);
    }
  }

  /// Writes into a directory that is empty, not there, or was written so before.
  ///
  /// @param memories gives every memory as a line of JSON, whenever it is asked
  /// @param progress told a line now and then
  /// @return refused if there are files that are not of an earlier export
  /// @throws MemoryException if the directory cannot be read or written
  public static Outcome<Written> write(
      Path directory, Consumer<Consumer<String>> memories, Consumer<String> progress) {
    MarkdownExport export = new MarkdownExport();
    memories.accept(line -> export.learn(MemoryJson.read(line)));
    try {
      OwnDirectory target = OwnDirectory.open(directory.toAbsolutePath().normalize());
      Problem problem = target.claim(export.names());
      if (problem != null) {
        return Outcome.refused(problem);
      }
      Set<MemoryId> written = new HashSet<>();
      memories.accept(line -> {
        Memory memory = MemoryJson.read(line);
        Entry entry = export.entries.get(memory.id());
        // One saved meanwhile is for the next export.
        if (entry != null && written.add(memory.id())) {
          export.write(memory, entry, target);
          if (written.size() % PROGRESS_EVERY == 0) {
            progress.accept(
                String.format(
                    Locale.ROOT, "%d of %d written", written.size(), export.entries.size()));
          }
        }
      });
      target.write(INDEX, export.index());
      target.finish();
      return Outcome.done(
          new Written(
              export.order.size(),
              export.order.stream().mapToInt(entry -> entry.decisions().size()).sum(),
              export.names().size()));
    } catch (UncheckedIOException e) {
      throw MemoryException.of(
          Objects.requireNonNull(e.getCause()), "the export could not be written");
    } catch (IOException e) {
      throw MemoryException.of(e, "the export could not be written");
    }
  }

  private void learn(Memory memory) {
    Entry entry = Entry.of(memory, stems);
    entries.put(memory.id(), entry);
    order.add(entry);
    for (MemoryId old : memory.supersedes()) {
      successors.computeIfAbsent(old, _ -> new ArrayList<>()).add(memory.id());
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(List.of(INDEX));
    for (Entry entry : order) {
      names.add(entry.file());
      names.addAll(entry.decisionFiles());
    }
    return names;
  }

  private void write(Memory memory, Entry entry, OwnDirectory target) {
    try {
      target.write(entry.file(), memoryPage(memory, entry));
      List<Decision> decisions = memory.content().decisions();
      for (int i = 0; i < Math.min(decisions.size(), entry.decisionFiles().size()); i++) {
        target.write(entry.decisionFiles().get(i), decisionPage(memory, entry, decisions.get(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String decisionPage(Memory memory, Entry entry, Decision decision) {
    Page page = new Page();
    page.line("# " + Markdown.line(cut(decision.decision())));
    page.line("");
    page.line("- Status: " + status(memory.id()));
    page.line("- Date: " + day(memory.createdAt()));
    page.line("- Project: " + Markdown.line(memory.project().name()));
    page.line("- Memory: " + link(entry.title(), "../" + entry.file()));
    superseded(page, memory, true);
    page.section("Decision", decision.decision());
    page.section("Rationale", decision.rationale());
    page.list("Alternatives", decision.alternatives());
    page.section("Context", memory.content().context());
    page.section("Goal", memory.content().goal());
    page.list("Components", memory.content().entities().stream().map(Entity::name).toList());
    page.list("Files", memory.content().files());
    return page.toString();
  }

  private String memoryPage(Memory memory, Entry entry) {
    Content content = memory.content();
    Page page = new Page();
    page.line("# " + Markdown.line(entry.title()));
    page.line("");
    page.line("- Status: " + status(memory.id()));
    page.line("- Id: " + memory.id());
    page.line("- Project: " + Markdown.line(memory.project().name()));
    page.line("- Saved: " + memory.createdAt());
    page.line("- Changed: " + memory.updatedAt() + ", revision " + memory.revision());
    page.line("- Session: " + Markdown.line(memory.session().value()));
    superseded(page, memory, false);
    page.section("Context", content.context());
    page.section("Goal", content.goal());
    page.list("Tasks", content.activeTasks().stream().map(MarkdownExport::task).toList());
    page.list("Lessons", content.lessonsLearned());
    if (!content.decisions().isEmpty()) {
      page.line("");
      page.line("## Decisions");
      page.line("");
      for (int i = 0; i < Math.min(entry.decisions().size(), entry.decisionFiles().size()); i++) {
        page.line("- " + link(entry.decisions().get(i), "../" + entry.decisionFiles().get(i)));
      }
    }
    page.list("Components", content.entities().stream().map(MarkdownExport::entity).toList());
    page.list("Reasoning", content.reasoningChains());
    page.list("Agreements", content.agreementsReached());
    page.list("Disagreements resolved", content.disagreementsResolved());
    page.list("Files", content.files());
    return page.toString();
  }

  private static String task(Task task) {
    return task.task()
        + " ("
        + task.status()
        + (task.priority() == null ? ")" : ", " + task.priority() + ")");
  }

  private static String entity(Entity entity) {
    return entity.name()
        + (entity.type() == null ? "" : " (" + entity.type() + ")")
        + (entity.notes() == null ? "" : ": " + entity.notes());
  }

  /// A memory whose successor was deleted is the word in force again.
  private String status(MemoryId id) {
    String by =
        successors.getOrDefault(id, List.of()).stream()
            .map(entries::get)
            .filter(Objects::nonNull)
            .map(entry -> link(entry.title(), "../" + entry.file()))
            .collect(Collectors.joining(", "));
    return by.isEmpty() ? "in force" : "superseded by " + by;
  }

  /// Links to what the memory takes the place of: its decisions, or itself where it has none.
  private void superseded(Page page, Memory memory, boolean decisions) {
    for (MemoryId old : memory.supersedes()) {
      Entry entry = entries.get(old);
      if (entry == null) {
        continue;
      }
      if (decisions && !entry.decisionFiles().isEmpty()) {
        for (int i = 0; i < entry.decisionFiles().size(); i++) {
          page.line(
              "- Supersedes: "
                  + link(entry.decisions().get(i), "../" + entry.decisionFiles().get(i)));
        }
      } else {
        page.line("- Supersedes: " + link(entry.title(), "../" + entry.file()));
      }
    }
  }

  private String index() {
    List<Entry> newestFirst = new ArrayList<>(order);
    newestFirst.sort(Comparator.comparing(Entry::date).reversed().thenComparing(Entry::id));
    Page page = new Page();
    page.line("# Memories");
    page.line("");
    page.line("Written by `pact-memory export`. What is changed here by hand stays as it is and");
    page.line("is not read again.");
    page.line("");
    page.line("## Decisions");
    page.line("");
    for (Entry entry : newestFirst) {
      for (int i = 0; i < entry.decisions().size(); i++) {
        page.line(row(entry, entry.decisions().get(i), entry.decisionFiles().get(i)));
      }
    }
    page.line("");
    page.line("## All memories");
    page.line("");
    for (Entry entry : newestFirst) {
      page.line(row(entry, entry.title(), entry.file()));
    }
    return page.toString();
  }

  private String row(Entry entry, String title, String file) {
    boolean inForce =
        successors.getOrDefault(entry.id(), List.of()).stream().noneMatch(entries::containsKey);
    return "- "
        + day(entry.date())
        + " "
        + Markdown.line(entry.project())
        + ": "
        + link(title, file)
        + (inForce ? "" : " (superseded)");
  }

  /// @param file of our own making, so safe as it is
  private static String link(String title, String file) {
    return "[" + Markdown.line(cut(title)) + "](" + file + ")";
  }

  private static String cut(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.codePointCount(0, line.length()) <= TITLE_CHARS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TITLE_CHARS - 1)).stripTrailing() + "…";
  }

  /// The first thing a memory says.
  private static String titleOf(Content content) {
    return Stream.of(
            Stream.ofNullable(content.context()),
            Stream.ofNullable(content.goal()),
            content.decisions().stream().map(Decision::decision),
            content.lessonsLearned().stream(),
            content.activeTasks().stream().map(Task::task),
            content.entities().stream().map(Entity::name),
            content.reasoningChains().stream(),
            content.agreementsReached().stream(),
            content.disagreementsResolved().stream(),
            content.files().stream())
        .flatMap(texts -> texts)
        .findFirst()
        .map(MarkdownExport::cut)
        .orElse("");
  }

  private static String day(Instant instant) {
    return instant.toString().substring(0, "2026-01-31".length());
  }

  /// `-use-redis`, of nothing but letters a to z, digits and hyphens: a name for any file system,
  /// and never a way out of a directory. Empty where the text has none of them.
  private static String slug(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), SLUG_CHARS));
    String slug = cut.replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "" : "-" + slug;
  }

  /// A page line by line; a section that says nothing is left out.
  private static final class Page {
    private final StringBuilder text = new StringBuilder();

    void line(String line) {
      text.append(line).append('\n');
    }

    void section(String heading, @Nullable String body) {
      if (body != null) {
        line("");
        line("## " + heading);
        line("");
        line(Markdown.block(body));
      }
    }

    void list(String heading, List<String> items) {
      if (!items.isEmpty()) {
        line("");
        line("## " + heading);
        line("");
        items.forEach(item -> line(Markdown.item(item)));
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
