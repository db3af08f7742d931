package dev.pactmemory.e2e;

import static dev.pactmemory.e2e.SeedDocument.literalsAfter;
import static dev.pactmemory.e2e.SeedDocument.savesIn;
import static dev.pactmemory.e2e.SeedDocument.searchesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is kept of the usage-pattern document is the document, word for word. Runs where the
/// document lies beside the project.
class SeedDocumentTest {
  private static String document = "";

  @BeforeAll
  static void readDocument() throws IOException {
    Path seed = Path.of("../shared/seed");
    assumeTrue(Files.isDirectory(seed));
    try (Stream<Path> files = Files.list(seed)) {
      document = Files.readString(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
  }

  @Test
  void everySaveIsKeptLiterally() {
    List<JsonNode> kept =
        argumentsOf("memory_save").stream()
            .map(arguments -> {
              Map<String, Object> literal = Json.map(arguments);
              literal.remove("include_tracked");
              return Json.tree(literal);
            })
            .toList();

    assertThat(kept).isEqualTo(savesIn(document)).hasSize(13);
  }

  @Test
  void everySearchIsKeptLiterally() {
    assertThat(
            argumentsOf("memory_search").stream()
                .map(arguments -> arguments.path("query").asString()))
        .isEqualTo(searchesIn(document))
        .hasSize(3);
    assertThat(argumentsOf("memory_search_by_file").getFirst().path("path").asString())
        .isEqualTo(literalsAfter("current_file = ", document).getFirst().asString());
  }

  @Test
  void theUpdateIsKeptLiterally() {
    JsonNode update = argumentsOf("memory_update").getFirst();

    assertThat(literalsAfter("memory.get(", document).getFirst().asString())
        .isEqualTo(update.path("id").asString())
        .isEqualTo(argumentsOf("memory_get").getFirst().path("ids").asString());
    assertThat(update.path("lessons_learned"))
        .isEqualTo(literalsAfter("existing_lessons + ", document).getFirst());
    assertThat(update.path("entities"))
        .isEqualTo(literalsAfter("mem.entities + ", document).getFirst());
  }

  private static List<JsonNode> argumentsOf(String tool) {
    return SeedDocument.steps().stream()
        .filter(step -> step.tool().equals(tool))
        .map(SeedDocument.Step::arguments)
        .toList();
  }
}
