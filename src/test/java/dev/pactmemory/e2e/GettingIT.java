package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// How ids and prefixes name memories.
class GettingIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void aFullIdIsTheMemoryAndAnUnknownOneIsNotFound_P32() {
    String id = SERVER.save(project, "context", "here");

    assertThat(SERVER.get(id).path("id").asString()).isEqualTo(id);
    assertNotFound("0".repeat(32));
  }

  @Test
  void idsAndPrefixesAreReadInAnyCase_P33() {
    String id = SERVER.save(project, "context", "here");

    assertThat(SERVER.get(id.toUpperCase(Locale.ROOT)).path("id").asString()).isEqualTo(id);
    assertThat(SERVER.get(id.substring(0, 9).toUpperCase(Locale.ROOT)).path("id").asString())
        .isEqualTo(id);
  }

  @Test
  void aUniquePrefixOfSixOrMoreIsTheMemory_P34() {
    String id = SERVER.save(project, "context", "here");

    for (int length : List.of(6, 7, 20, 31)) {
      assertThat(SERVER.get(id.substring(0, length)).path("id").asString()).isEqualTo(id);
    }
  }

  @Test
  void aShorterPrefixIsRefusedWithTheMinimum_P35() {
    String id = SERVER.save(project, "context", "here");

    assertThat(SERVER.call("memory_get", Json.object("ids", id.substring(0, 5))).text())
        .contains("6");
    assertThat(SERVER.refused("memory_delete", "id", id.substring(0, 5))).contains("6");
    assertThat(SERVER.refused("memory_delete", "id", "")).contains("id");
    assertThat(SERVER.has(id)).isTrue();
  }

  @Test
  void anAmbiguousPrefixIsRefusedWithCandidatesAndChangesNothing_P36_P37_P61(
      @TempDir Path directory) {
    Path home = directory.resolve("home");
    int many = 51;
    writeMemoriesWithIdsLike("abcdef", many, home);
    try (Agent agent = Launch.on(home, directory).wordsOnly().agent()) {
      for (String message :
          List.of(
              agent.refused("memory_get", "ids", "abcdef"),
              agent.refused("memory_update", "id", "ABCDEF", "context", "x"),
              agent.refused("memory_delete", "id", "abcdef"))) {
        assertThat(message)
            .contains("ambiguous", "51", "abcdef00", "memory 0", "abcdef01", "more digits");
      }

      assertThat(agent.count()).isEqualTo(many);
      assertThat(agent.get("abcdef01").path("context").asString()).isEqualTo("memory 1");
    }
  }

  /// Writes the journal that a server would have written had chance made such ids.
  private static void writeMemoriesWithIdsLike(String prefix, int count, Path home) {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    try (Journal journal = Journal.open(home.resolve("journal"), Disk.real())) {
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        MemoryId id = new MemoryId((prefix + "%02d").formatted(i) + "0".repeat(24));
        Content content =
            new Content(
                "memory " + i,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        Memory memory =
            new Memory(
                id,
                content,
                List.of(),
                Project.named("p"),
                new SessionId("s"),
                then.plusSeconds(i),
                then.plusSeconds(i),
                1);
        changes.add(new Change(i + 1, then, "request " + i, new Change.Put(memory)));
      }
      journal.append(changes);
    }
  }

  @Test
  void aPrefixIsTakenLiterally_P38_P39() {
    String id = SERVER.save(project, "context", "here");
    String other = id.substring(0, 7) + (id.charAt(7) == '0' ? '1' : '0');

    assertNotFound(other);
    for (String odd : List.of("%%%%%%%", "______", "' OR 1=1 --", "zzzzzzz")) {
      assertNotFound(odd);
    }
  }

  @Test
  void anIdIsGoodInEveryProject_P40() {
    String id = SERVER.save(project, "context", "in another project than the server's");

    assertThat(SERVER.get(id).path("project").asString()).isEqualTo(project);
  }

  @Test
  void severalIdsAreAnsweredInTheOrderAskedAndMissingOnesNamed() {
    String one = SERVER.save(project, "context", "one");
    String two = SERVER.save(project, "context", "two");

    JsonNode got = SERVER.done("memory_get", "ids", List.of(two, "0".repeat(32), one));

    assertThat(Json.texts(got.path("memories"), "id")).containsExactly(two, one);
    assertThat(got.toString()).contains("0000000");
  }

  private static void assertNotFound(String ref) {
    Reply reply = SERVER.call("memory_get", Json.object("ids", List.of(ref)));

    assertThat(reply.isError() || reply.structured().path("memories").isEmpty()).isTrue();
    assertThat(reply.text()).isNotBlank();
  }
}
