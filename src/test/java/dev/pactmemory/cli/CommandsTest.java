package dev.pactmemory.cli;

import static dev.pactmemory.cli.FakeProgram.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.MemoryException;
import dev.pactmemory.tools.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for all commands: the command line, exit codes, JSON and colour.
class CommandsTest {
  private final FakeProgram program = new FakeProgram();
  private final Console console = new Console(program);

  @Test
  void theVersionIsPrinted() {
    assertThat(console.run("--version")).isZero();
    assertThat(console.out()).isEqualTo("pact-memory 1.2.3\n");
  }

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    assertThat(console.run("--help")).isZero();
    assertThat(console.out())
        .contains(
            "demo",
            "status",
            "search",
            "get",
            "list",
            "reindex",
            "purge",
            "doctor",
            "tasks",
            "decisions",
            "entities",
            "history",
            "undelete",
            "bench",
            "sync-claude-md",
            "Exit codes: 0 done, 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "search", "get", "list", "import", "export", "reindex"})
  void theHelpOfEachCommandNamesTheExitCodes(String command) {
    assertThat(console.run(command, "--help")).isZero();
    assertThat(console.out()).contains("Exit codes: 0 done, 1 could not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serach", "search", "get", "list --limit x", "status extra", "--loud"})
  void aCommandLineThatCannotBeMeantExitsWithTwoAndHelps(String line) {
    assertThat(console.run(line.split(" ", -1))).isEqualTo(Commands.USAGE);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("pact-memory");
    assertThat(program.asked).isEmpty();
  }

  @Test
  void aRefusalOfTheToolExitsWithOneAndSaysWhatItSaid() {
    program.answer = Answer.error("no memory abc123; see memory_list");

    assertThat(console.run("get", "abc123")).isEqualTo(Commands.FAILED);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("no memory abc123; see memory_list\n");
  }

  @Test
  void aStoreHeldByAServerExitsWithOneAndSaysSo() {
    program.refusal = new MemoryException(MemoryException.Code.BUSY, "another process holds it");

    assertThat(console.run("status")).isEqualTo(Commands.FAILED);
    assertThat(console.err()).isEqualTo("failed: another process holds it\n");
  }

  @Test
  void theMemoryIsClosedAfterEachCommand() {
    console.run("status");

    assertThat(program.closed).isEqualTo(1);
  }

  @Test
  void jsonIsTheToolsAnswerOnOneLine() {
    program.answer = Answer.of(ordered("hits", List.of(), "total", 0));

    assertThat(console.run("search", "x", "--json")).isZero();
    assertThat(console.out()).isEqualTo("{\"hits\":[],\"total\":0}\n");
  }

  @Test
  void jsonOnAScreenIsEscapedWhereATerminalWouldObey() {
    program.answer = Answer.of(Map.of("text", "a\u009b\u202eb"));

    assertThat(console.onScreen("status", "--json")).isZero();
    assertThat(console.out()).isEqualTo("{\"text\":\"a\\u009b\\u202eb\"}\n");
  }

  @Test
  void colourIsAskedForOrRefusedByAnOption() {
    program.answer = Answer.of(Map.of("memories", 1));

    assertThat(console.run("status", "--color", "always")).isZero();
    assertThat(console.out()).isEqualTo("\u001b[1mmemories\u001b[0m: 1\n");
    console.clear();
    assertThat(console.run("--color=never", "status")).isZero();
    assertThat(console.out()).isEqualTo("memories: 1\n");
    assertThat(console.run("status", "--color", "sometimes")).isEqualTo(Commands.USAGE);
  }

  @Test
  void benchShowsWhatWasMeasuredWithTheSetNamed() {
    assertThat(console.run("bench", "retrieval", "some/set")).isZero();
    assertThat(console.err()).isEqualTo("half embedded\n");
    assertThat(console.out()).isEqualTo("measured with set\n");
  }

  @Test
  void benchShowsTheSpeedWithAsManyMemoriesAsNamed() {
    assertThat(console.run("bench", "speed", "some/set", "--memories", "7")).isZero();
    assertThat(console.err()).isEqualTo("half saved\n");
    assertThat(console.out()).isEqualTo("7 memories from set\n");
    assertThat(console.run("bench", "speed", "--memories", "0")).isEqualTo(Commands.USAGE);
  }
}
