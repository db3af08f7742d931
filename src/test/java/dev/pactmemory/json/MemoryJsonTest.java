package dev.pactmemory.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.TrackedFile;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MemoryJsonTest {
  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  private static final MemoryId OLDER = new MemoryId("fedcba9876543210fedcba9876543210");
  private static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant UPDATED = Instant.parse("2026-02-01T00:00:00.000001Z");

  private static final Memory FULL =
      new Memory(
          ID,
          new Content(
              "context",
              "goal",
              List.of(new Task("task", "pending", "high")),
              List.of("lesson"),
              List.of(new Decision("decision", "rationale", List.of("alternative"))),
              List.of(new Entity("name", "type", "notes")),
              List.of("chain"),
              List.of("agreement"),
              List.of("disagreement"),
              List.of("src/A.java")),
          List.of(OLDER),
          new Project("/repo", "repo"),
          new SessionId("session"),
          CREATED,
          UPDATED,
          2);

  @Test
  void everyMemberHasItsNameOnTheWire() {
    String json = MemoryJson.write(FULL);

    assertThat(json)
        .isEqualTo(
            """
            {"id":"0123456789abcdef0123456789abcdef","context":"context","goal":"goal",\
            "active_tasks":[{"task":"task","status":"pending","priority":"high"}],\
            "lessons_learned":["lesson"],\
            "decisions":[{"decision":"decision","rationale":"rationale",\
            "alternatives":["alternative"]}],\
            "entities":[{"name":"name","type":"type","notes":"notes"}],\
            "reasoning_chains":["chain"],"agreements_reached":["agreement"],\
            "disagreements_resolved":["disagreement"],"files":["src/A.java"],\
            "supersedes":["fedcba9876543210fedcba9876543210"],\
            "project":{"key":"/repo","name":"repo"},"session":"session",\
            "created_at":"2026-01-31T12:00:00Z","updated_at":"2026-02-01T00:00:00.000001Z",\
            "revision":2}\
            """);
    assertThat(MemoryJson.read(json)).isEqualTo(FULL);
  }

  @Test
  void whatSaysNothingIsAbsent() {
    Content content =
        new Content(
            null,
            null,
            List.of(new Task("task")),
            List.of(),
            List.of(new Decision("decision")),
            List.of(new Entity("name")),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(Json.write(MemoryJson.toMap(content)))
        .isEqualTo(
            """
            {"active_tasks":[{"task":"task"}],\
            "decisions":[{"decision":"decision"}],"entities":[{"name":"name"}]}\
            """);
  }

  @Test
  void everyMemoryReadsBackEqual() {
    long seed = Long.getLong("seed", new SplittableRandom().nextLong());
    SplittableRandom random = new SplittableRandom(seed);
    Samples samples = new Samples(random);
    for (int i = 0; i < 2_000; i++) {
      Memory memory = samples.memory(MemoryId.random(random), Project.DEFAULT, 1 + i);

      String json = MemoryJson.write(memory);

      assertThat(json).as("-Dseed=" + seed).doesNotContain("\n").doesNotContain("\r");
      assertThat(MemoryJson.read(json)).as("-Dseed=" + seed).isEqualTo(memory);
    }
  }

  @Test
  void everyKindOfChangeReadsBackEqual() {
    Instant at = Instant.parse("2026-01-31T12:00:00.123456789Z");
    List<Change.Effect> effects =
        List.of(
            new Change.Put(FULL),
            new Change.Remove(ID, 3),
            new Change.Track(
                Project.DEFAULT,
                new SessionId("s"),
                List.of(new TrackedFile("a/ü.java", CREATED, UPDATED))),
            new Change.Track(Project.DEFAULT, new SessionId("s"), List.of()));
    for (Change.Effect effect : effects) {
      Change change = new Change(7, at, "request\n\"1\"", effect);

      String line = ChangeJson.write(change);

      assertThat(line).startsWith("{\"number\":7,").doesNotContain("\n");
      assertThat(ChangeJson.number(line)).isEqualTo(7);
      assertThat(ChangeJson.read(line)).isEqualTo(change);
    }
  }

  @Test
  void shapesOfOtherWritersAreRead() {
    Memory memory =
        MemoryJson.read(
            """
            {"id": "0123456789abcdef0123456789abcdef", "unknown": {"a": 1},
             "active_tasks": "one task",
             "lessons_learned": "[\\"a\\", null, 3]",
             "decisions": ["bare", {"decision": "full", "alternatives": "only"}, {"why": "no key"}],
             "entities": "{\\"name\\": \\"E\\", \\"type\\": \\"file\\"}",
             "reasoning_chains": "[a sentence in brackets]",
             "agreements_reached": null,
             "project": "Shop", "created_at": "2026-01-31 12:00:00"}
            """);

    assertThat(memory)
        .isEqualTo(
            new Memory(
                ID,
                new Content(
                    null,
                    null,
                    List.of(new Task("one task")),
                    List.of("a", "3"),
                    List.of(new Decision("bare"), new Decision("full", null, List.of("only"))),
                    List.of(new Entity("E", "file", null)),
                    List.of("[a sentence in brackets]"),
                    List.of(),
                    List.of(),
                    List.of()),
                List.of(),
                Project.named("Shop"),
                new SessionId("unknown"),
                CREATED,
                CREATED,
                1));
  }

  @Test
  void timesWithoutZoneAreUtc() {
    assertThat(Reading.instant("2026-01-31", "t")).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    assertThat(Reading.instant("2026-01-31T12:00:00", "t")).isEqualTo(CREATED);
    assertThat(Reading.instant("2026-01-31T14:00:00+02:00", "t")).isEqualTo(CREATED);
    assertThat(Reading.instant("2026-01-31T10:00:00-02:00", "t")).isEqualTo(CREATED);
  }

  @Test
  void whatIsNoMemoryIsRefusedWithoutItsText() {
    for (String json :
        List.of(
            "",
            "secret",
            "[1]",
            "{\"id\":\"secret\"}",
            "{\"context\":\"secret\"}",
            "{\"id\":\"0123456789abcdef0123456789abcdef\",\"created_at\":\"secret\"}",
            "{\"id\":\"0123456789abcdef0123456789abcdef\",\"created_at\":\"2026-01-31\"}",
            "{} {}")) {
      assertThatThrownBy(() -> MemoryJson.read(json))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("secret");
    }
  }
}
