package dev.pactmemory.mcp;

import dev.pactmemory.model.SuppressForbidden;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// The toy server as a process of its own, on its standard streams.
@NullMarked
public final class ToyServer {
  private ToyServer() {}

  @SuppressForbidden(reason = "stands in for the launcher")
  public static void main(String[] args) {
    Toys toys = new Toys();
    new McpEndpoint(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            Toys.IDENTITY,
            toys.capabilities(),
            toys::news,
            _ -> {},
            McpEndpoint.Limits.DEFAULT)
        .run();
  }

  /// How to start it with the class path of the tests.
  static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ToyServer.class.getName()));
    return command;
  }
}
