package dev.pactmemory;

/// The one entry point: a stdio MCP server without arguments, a command with them.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
