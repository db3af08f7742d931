package dev.pactmemory.exchange;

import dev.pactmemory.exchange.MarkdownSections.Section;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Claude's Markdown: `MEMORY.md` with the files beside it, or `CLAUDE.md`. Each section becomes a
/// memory: its heading and text the context, its list the lessons. A file that begins with a name
/// and a description between `---` is one memory. The files' dates stand for those of the memories.
///
/// @param file one of these, or the directory they are in
record ClaudeFiles(Path file, Owners owners) implements Source {
  private static final SessionId SESSION = new SessionId("import");
  private static final String INDEX = "MEMORY.md";
  private static final String RULE = "---";

  /// What another memory writes of itself into CLAUDE.md; its own store has it whole.
  private static final Set<String> PROJECTIONS = Set.of("working memory", "retrieved context");

  private static final String OURS_BEGIN = "<!-- pact-memory:begin -->";
  private static final String OURS_END = "<!-- pact-memory:end -->";

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#:\\s]+\\.md)\\)");
  private static final Pattern PROPERTY = Pattern.compile("\\s*([a-z_-]+):\\s*(.*?)\\s*");

  @Override
  public void read(Receiver receiver) throws IOException {
    List<Path> files = files();
    Set<String> names = new TreeSet<>();
    files.forEach(each -> names.add(name(each)));
    for (Path each : files) {
      read(each, names, receiver);
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(file)) {
      return name(file).equals(INDEX) ? withLinked(file) : List.of(file);
    }
    for (Path directory : List.of(file, file.resolve("memory"))) {
      if (Files.isRegularFile(directory.resolve(INDEX))) {
        Set<Path> files = new LinkedHashSet<>();
        files.add(directory.resolve(INDEX));
        try (Stream<Path> all = Files.list(directory)) {
          all.filter(each -> name(each).endsWith(".md"))
              .filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .forEach(files::add);
        }
        return List.copyOf(files);
      }
    }
    for (Path each : List.of(file.resolve("CLAUDE.md"), file.resolve(".claude/CLAUDE.md"))) {
      if (Files.isRegularFile(each)) {
        return List.of(each);
      }
    }
    throw new Unreadable("the directory has neither MEMORY.md nor CLAUDE.md");
  }

  /// The index and the files in its directory that it links.
  private static List<Path> withLinked(Path index) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    files.add(index);
    Matcher links = LINK.matcher(decoded(index));
    while (links.find()) {
      Path linked = index.resolveSibling(links.group(1)).normalize();
      boolean isBeside = Objects.equals(linked.getParent(), index.normalize().getParent());
      if (isBeside && Files.isRegularFile(linked, LinkOption.NOFOLLOW_LINKS)) {
        files.add(linked);
      }
    }
    return List.copyOf(files);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String decoded(Path file) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    try {
      return Lines.decoded(bytes);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(name(file) + " is not UTF-8", e);
    }
  }

  /// @param names of all files that are read
  private void read(Path each, Set<String> names, Receiver receiver) throws IOException {
    String text;
    try {
      text = decoded(each);
    } catch (Unreadable e) {
      receiver.leaveOut(name(each), "it is not UTF-8");
      return;
    }
    List<String> lines = withoutOurs(text.lines().toList());
    Map<String, String> properties = properties(lines);
    int begin = properties.isEmpty() ? 0 : lines.subList(1, lines.size()).indexOf(RULE) + 2;
    List<Section> sections = MarkdownSections.of(lines.subList(begin, lines.size()), begin + 1);
    Instant date = Files.getLastModifiedTime(each).toInstant();
    if (!properties.isEmpty()) {
      whole(each, properties, sections, date, receiver);
      return;
    }
    Map<String, Integer> times = new HashMap<>();
    for (Section section : sections) {
      String where = name(each) + " line " + section.line();
      if (PROJECTIONS.contains(section.heading().strip().toLowerCase(java.util.Locale.ROOT))) {
        receiver.note(
            where, "this section is written by a memory of its own; import that memory's file");
        continue;
      }
      int occurrence = times.merge(section.title() + "\n" + section.heading(), 1, Integer::sum);
      List<String> items =
          section.items().stream().filter(item -> !isEntryOfIndex(item, names)).toList();
      if (section.text().isEmpty() && items.isEmpty()) {
        continue; // Nothing but links to what comes in by itself.
      }
      offer(
          where,
          context(section),
          items,
          date,
          receiver,
          name(each),
          section.title(),
          section.heading(),
          String.valueOf(occurrence));
    }
  }

  /// The lines with a working memory that this program wrote between them made blank, so that all
  /// others keep their numbers.
  private static List<String> withoutOurs(List<String> lines) {
    List<String> others = new ArrayList<>();
    boolean ours = false;
    for (String line : lines) {
      ours |= line.strip().equals(OURS_BEGIN);
      others.add(ours ? "" : line);
      ours &= !line.strip().equals(OURS_END);
    }
    return others;
  }

  private static boolean isEntryOfIndex(String item, Set<String> names) {
    Matcher link = LINK.matcher(item);
    return link.lookingAt() && names.contains(link.group(1));
  }

  /// The first line says under which headings it is.
  private static String context(Section section) {
    String title =
        section.title().equals(section.heading()) || section.title().isEmpty()
            ? section.heading()
            : section.heading().isEmpty()
                ? section.title()
                : section.title() + ": " + section.heading();
    return joined(title, section.text());
  }

  private static String joined(String first, String second) {
    return first.isEmpty() ? second : second.isEmpty() ? first : first + "\n\n" + second;
  }

  /// All of a file as one memory.
  private void whole(
      Path each,
      Map<String, String> properties,
      List<Section> sections,
      Instant date,
      Receiver receiver) {
    String name = properties.getOrDefault("name", name(each));
    String type = properties.getOrDefault("type", "");
    String description = properties.getOrDefault("description", "");
    String context =
        name
            + (type.isEmpty() ? "" : " (" + type + ")")
            + (description.isEmpty() ? "" : ": " + description);
    List<String> items = new ArrayList<>();
    for (Section section : sections) {
      context = joined(context, joined(section.heading(), section.text()));
      items.addAll(section.items());
    }
    offer(name(each), context, items, date, receiver, name(each));
  }

  /// @param identity what tells it from all others of the project
  private void offer(
      String where,
      String context,
      List<String> lessons,
      Instant date,
      Receiver receiver,
      String... identity) {
    Project project = owners.unnamed();
    String[] names =
        Stream.concat(Stream.of(Format.CLAUDE.toString(), project.key()), Stream.of(identity))
            .toArray(String[]::new);
    Content content =
        new Content(
            context, null, List.of(), lessons, List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of());
    receiver.state(
        where, new Memory(StableId.of(names), content, List.of(), project, SESSION, date, date, 1));
  }

  /// What stands between two rules at the beginning; empty where there is no such thing.
  private static Map<String, String> properties(List<String> lines) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (lines.isEmpty() || !lines.getFirst().equals(RULE)) {
      return properties;
    }
    int end = lines.subList(1, lines.size()).indexOf(RULE) + 1;
    for (String line : lines.subList(1, Math.max(1, end))) {
      Matcher property = PROPERTY.matcher(line);
      if (property.matches() && !property.group(2).isEmpty()) {
        properties.put(property.group(1), property.group(2).replaceAll("^(['\"])(.*)\\1$", "$2"));
      }
    }
    return properties;
  }
}
