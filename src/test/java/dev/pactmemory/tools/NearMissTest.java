package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMissTest {
  private static final List<String> FIELDS = ContentArguments.NAMES;

  @ParameterizedTest
  @CsvSource({
    "Context, context",
    "lessonsLearned, lessons_learned",
    "lessons-learned, lessons_learned",
    "lesson_learned, lessons_learned",
    "lesonslearned, lessons_learned",
    "entites, entities",
    "entity, entities",
    "decisoins, decisions",
    "contxet, context",
    "todos, active_tasks",
    "reasoning, reasoning_chains",
    "disagreements, disagreements_resolved",
    "objective, goal",
  })
  void aSlipOrASynonymIsRecognised(String given, String meant) {
    assertThat(NearMiss.of(given, FIELDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"bogus", "x", "''", "sqlite_master; DROP"})
  void whatIsNotNearIsNotGuessed(String given) {
    assertThat(NearMiss.of(given, FIELDS)).isEmpty();
  }

  @Test
  void aVeryLongNameIsNotCompared() {
    assertThat(NearMiss.of("context".repeat(100_000), FIELDS)).isEmpty();
  }

  @Test
  void onlyAllowedNamesAreGuessed() {
    assertThat(NearMiss.of("file", List.of("path", "limit"))).contains("path");
    assertThat(NearMiss.of("file", List.of("files", "context"))).contains("files");
    assertThat(NearMiss.of("file", List.of("id"))).isEmpty();
  }
}
