package dev.pactmemory.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One server for all tests of a class, on an empty home, working in a git repository of its own.
/// Tests keep apart by naming projects.
final class SharedServer implements BeforeAllCallback, AfterAllCallback, Caller {
  private final UnaryOperator<Launch> options;
  private @Nullable Path root;
  private @Nullable Agent agent;
  private int projects;

  SharedServer(UnaryOperator<Launch> options) {
    this.options = options;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path made = Files.createTempDirectory(Path.of("target"), "e2e-").toAbsolutePath();
    root = made;
    Directories.repository(made.resolve("shop"), "src/auth/token_manager.py");
    agent = options.apply(Launch.on(made.resolve("home"), made.resolve("shop"))).agent();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    agent().close();
    Directories.delete(Objects.requireNonNull(root));
  }

  Agent agent() {
    return Objects.requireNonNull(agent);
  }

  Path home() {
    return Objects.requireNonNull(root).resolve("home");
  }

  Path repository() {
    return Objects.requireNonNull(root).resolve("shop");
  }

  /// A project that no other test has.
  String project() {
    return "project-" + ++projects;
  }

  @Override
  public Reply call(String tool, Map<String, Object> arguments) {
    return agent().call(tool, arguments);
  }
}
