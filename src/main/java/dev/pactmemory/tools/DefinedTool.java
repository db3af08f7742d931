package dev.pactmemory.tools;

import java.util.Map;

/// A tool that shows a definition written out once.
abstract class DefinedTool implements Tool {
  private final Definition definition;

  DefinedTool(Definition definition) {
    this.definition = definition;
  }

  /// All of a tool but what it does.
  record Definition(
      String name,
      String title,
      String description,
      Map<String, Object> inputSchema,
      Map<String, Object> outputSchema,
      Hints hints) {}

  @Override
  public final String name() {
    return definition.name();
  }

  @Override
  public final String title() {
    return definition.title();
  }

  @Override
  public final String description() {
    return definition.description();
  }

  @Override
  public final Map<String, Object> inputSchema() {
    return definition.inputSchema();
  }

  @Override
  public final Map<String, Object> outputSchema() {
    return definition.outputSchema();
  }

  @Override
  public final Hints hints() {
    return definition.hints();
  }
}
