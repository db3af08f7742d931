package dev.pactmemory.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can be taken in.
public enum Format {
  /// What `export` prints: a memory a line, with its history.
  EXPORT("lines of JSON from the command export"),
  /// The SQLite file of the PACT plugin's own memory.
  PACT("the PACT plugin's memory.db"),
  /// The file of the reference memory server: lines of JSON that are entities and relations.
  SERVER_MEMORY("the knowledge graph of @modelcontextprotocol/server-memory"),
  /// `MEMORY.md` with the files beside it, or `CLAUDE.md`: a memory for each section.
  CLAUDE("Claude's Markdown: MEMORY.md with its files, or CLAUDE.md");

  private final String description;

  Format(String description) {
    this.description = description;
  }

  /// For people.
  public String description() {
    return description;
  }

  /// As a command line has it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String names() {
    return Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "));
  }
}
