package dev.pactmemory.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Whether there is colour; every command has it, and it may stand before the command's name.
final class ColourOption {
  private final Terminal terminal;
  private final CommandLine line;

  ColourOption(Terminal terminal, CommandLine line) {
    this.terminal = terminal;
    this.line = line;
  }

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "auto, always or never; auto is for a terminal, and heeds NO_COLOR.")
  void colour(Terminal.Colour when) {
    terminal.colour(when);
    line.setColorScheme(Commands.schemeOf(terminal));
  }
}
