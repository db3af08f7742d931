package dev.pactmemory.model;

import java.util.Arrays;
import java.util.Optional;

/// The ten content fields, under their names on the wire.
public enum Field {
  CONTEXT("context"),
  GOAL("goal"),
  ACTIVE_TASKS("active_tasks"),
  LESSONS_LEARNED("lessons_learned"),
  DECISIONS("decisions"),
  ENTITIES("entities"),
  REASONING_CHAINS("reasoning_chains"),
  AGREEMENTS_REACHED("agreements_reached"),
  DISAGREEMENTS_RESOLVED("disagreements_resolved"),
  FILES("files");

  private final String wireName;

  Field(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Field> named(String wireName) {
    return Arrays.stream(values()).filter(field -> field.wireName.equals(wireName)).findFirst();
  }
}
