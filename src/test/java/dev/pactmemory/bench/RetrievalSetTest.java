package dev.pactmemory.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrievalSetTest {
  @TempDir private Path directory;

  @Test
  void aSetThatNamesItsHalvesKeepsThem() throws IOException {
    write(
        """
        {"qid": "1", "query": "a", "targets": [], "split": "test"}
        {"qid": "2", "query": "b", "targets": [], "split": "dev"}
        """);

    assertThat(RetrievalSet.read(directory, true).questions())
        .extracting(RetrievalSet.Asked::split)
        .containsExactly("test", "dev");
  }

  @Test
  void aSetThatNamesNoHalvesIsHalvedTheSameWayEachTime() throws IOException {
    write(
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"qid\": \"q" + i + "\", \"query\": \"a\", \"targets\": []}")
            .collect(Collectors.joining("\n")));

    List<RetrievalSet.Asked> questions = RetrievalSet.read(directory, true).questions();

    assertThat(questions.stream().filter(question -> question.split().equals("dev")).count())
        .isBetween(30L, 70L);
    assertThat(RetrievalSet.read(directory, true).questions()).isEqualTo(questions);
  }

  @Test
  void linksCanBeLeftOut() throws IOException {
    write("{\"qid\": \"1\", \"query\": \"a\", \"targets\": []}");

    assertThat(RetrievalSet.read(directory, true).memories().getLast().supersedes())
        .containsExactly("m/1");
    assertThat(RetrievalSet.read(directory, false).memories().getLast().supersedes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "retrieval, 363, 352",
    "changed-decisions, 600, 550",
    "tasks, 300, 315",
    "many-projects, 1510, 2520"
  })
  void everyQuestionOfTheProjectsSetsIsAboutMemoriesThatAreThere(
      String name, int memories, int questions) {
    RetrievalSet set = RetrievalSet.read(Path.of("src/bench", name), true);

    assertThat(set.memories()).hasSize(memories);
    assertThat(set.questions()).hasSize(questions);
    Set<String> ids =
        set.memories().stream()
            .map(memory -> memory.project() + " " + memory.id())
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(memories);
    assertThat(set.questions())
        .allSatisfy(question ->
            assertThat(ids)
                .containsAll(
                    question.targets().stream()
                        .map(target -> question.project() + " " + target)
                        .toList()));
  }

  private void write(String questions) throws IOException {
    Files.writeString(
        directory.resolve("memories.jsonl"),
        """
        {"id": "m/1", "memory": {"context": "one"}}
        {"id": "m/2", "memory": {"context": "two"}, "supersedes": ["m/1"]}
        """);
    Files.writeString(directory.resolve("queries.jsonl"), questions);
  }
}
