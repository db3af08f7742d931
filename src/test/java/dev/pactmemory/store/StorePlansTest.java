package dev.pactmemory.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Text;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No question reads a whole table, however many rows there are: H2 notes every statement that the
/// store runs, and is then asked how it goes about it.
final class StorePlansTest {
  private static final Project PROJECT = Project.DEFAULT;

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(42);
  private final Samples samples = new Samples(random);

  @Test
  void everyStatementGoesByAnIndex() throws SQLException {
    try (H2Store store = H2Store.open(directory)) {
      fill(store, 400);
      try (Connection connection = H2.connect(directory, H2.NAME)) {
        Sql.update(connection, "ANALYZE");
        Sql.update(connection, "SET QUERY_STATISTICS_MAX_ENTRIES 1000");
        Sql.update(connection, "SET QUERY_STATISTICS TRUE");
        connection.commit();

        askEverything(store);

        Map<String, String> plans = plans(connection);
        assertThat(plans).hasSizeGreaterThan(40);
        plans.forEach((sql, plan) ->
            assertThat(plan)
                .as(sql)
                .doesNotContain(
                    "MEMORIES.tableScan",
                    "FILES.tableScan",
                    "REVISIONS.tableScan",
                    "VECTORS.tableScan",
                    "ENTITIES.tableScan",
                    "MEMORY_FILES.tableScan",
                    "TASKS.tableScan",
                    "DECISIONS.tableScan",
                    "SUPERSEDES.tableScan",
                    "APPLIED_REQUESTS.tableScan"));
        assertThat(plans.entrySet().stream().filter(e -> e.getKey().contains("LIMIT")))
            .as("what is read in part needs no sorting")
            .hasSizeGreaterThan(2)
            .allSatisfy(e -> assertThat(e.getValue()).contains("index sorted"));
      }
    }
  }

  private void askEverything(H2Store store) {
    Memory memory = samples.memory(MemoryId.random(random), PROJECT, 1);
    MemoryId id = memory.id();
    try (MemoryStore.Transaction transaction = store.begin()) {
      transaction.apply(change(2_000, new Change.Put(memory)));
      transaction.apply(change(2_001, new Change.Put(samples.memory(id, PROJECT, 2))));
      transaction.putVectors(
          id, 2, "m", Set.of("h"), Map.of("h", new Embedding(new float[] {1, 0})));
      transaction.apply(change(2_002, new Change.Remove(id, 3)));
      transaction.apply(change(2_003, new Change.Track(PROJECT, new SessionId("s"), List.of())));
      transaction.commit();
    }
    assertThat(store.find(id)).isEmpty();
    assertThat(store.find(List.of(id))).isEmpty();
    assertThat(store.revision(id, 1)).isPresent();
    assertThat(store.idsStartingWith("abc", false, 10)).isNotNull();
    assertThat(store.countStartingWith("abc", true)).isNotNegative();
    assertThat(store.shortIds(List.of(id), 6)).hasSize(1);
    assertThat(store.replacing(List.of(id))).isEmpty();
    assertThat(store.applied("none")).isEmpty();
    assertThat(store.tracked(PROJECT, new SessionId("s"))).isEmpty();
    for (@Nullable Project project : new @Nullable Project[] {PROJECT, null}) {
      StoreReads.ListFilter filter =
          new StoreReads.ListFilter(project, null, null, null, Set.of(), false);
      StoreReads.MemoryPage page = store.list(filter, null, 10);
      Memory last = page.memories().getLast();
      assertThat(store.list(filter, new StoreReads.After(last.createdAt(), last.id()), 10))
          .isNotNull();
      askViews(store, project);
      assertThat(store.linkedTo(project, "src/A.java")).isNotEmpty();
      assertThat(store.linkedTo(project, "src/")).isNotEmpty();
      assertThat(store.linkedTo(project, "src/Unseen.java")).isNotEmpty();
    }
    assertThat(store.entityNames(PROJECT, "")).isNotEmpty();
    assertThat(store.entityNames(null, "auth")).isNotNull();
    assertThat(store.filePaths(PROJECT, "src/")).isNotEmpty();
    assertThat(store.filePaths(null, "")).isNotEmpty();
    assertThat(store.revisions(id, 10)).hasSize(2);
    assertThat(store.deletion(id)).isPresent();
    assertThat(store.touchedAfter(0, 10)).hasSize(10);
    assertThat(store.vectors(id, "m")).isEmpty();
    assertThat(store.withoutVectors("m", 10)).hasSize(10);
    assertThat(store.countWithVectors("m")).isZero();
  }

  private static void askViews(H2Store store, @Nullable Project project) {
    StoreReads.DecisionFilter decided = new StoreReads.DecisionFilter(project, null, null, null);
    StoreReads.DecisionRow decision = store.decisions(decided, null, 10).decisions().getLast();
    assertThat(store.decisions(decided, decision.place(), 10).decisions()).isNotEmpty();
    assertThat(
            store.decisions(
                new StoreReads.DecisionFilter(project, Samples.START, Samples.START, "e"),
                null,
                10))
        .isNotNull();
    assertThat(store.decisionsOf(List.of(decision.memory()))).isNotEmpty();

    StoreReads.ListFilter open =
        new StoreReads.ListFilter(project, null, null, null, Set.of(), true);
    StoreReads.TaskRow task = store.openTasks(open, null, 10).tasks().getLast();
    assertThat(store.openTasks(open, task.place(), 10).tasks()).isNotEmpty();
    assertThat(
            store.openTasks(
                new StoreReads.ListFilter(
                    project, new SessionId("s"), Samples.START, null, Set.of(Field.GOAL), true),
                null,
                10))
        .isNotNull();

    StoreReads.EntityRow entity = store.entities(project, null, null, 10).entities().getLast();
    assertThat(store.entities(project, null, entity.place(), 10).entities()).isNotEmpty();
    assertThat(store.entities(project, "file", null, 10).entities()).isNotEmpty();
    assertThat(store.entitiesNamed(project, Text.key(entity.name()))).isNotEmpty();
    assertThat(store.allEntities(project)).isNotEmpty();
    assertThat(store.entity(entity).notes()).isNotEmpty();
  }

  private void fill(H2Store store, int count) {
    try (MemoryStore.Transaction transaction = store.begin()) {
      for (int i = 1; i <= count; i++) {
        Project project = i % 2 == 0 ? PROJECT : Project.named("p" + i % 20);
        Memory memory = samples.memory(MemoryId.random(random), project, 1);
        transaction.apply(change(i, new Change.Put(memory)));
      }
      transaction.commit();
    }
  }

  private static Change change(long number, Change.Effect effect) {
    return new Change(number, Samples.START, "r" + number, effect);
  }

  private static Map<String, String> plans(Connection connection) throws SQLException {
    Map<String, String> plans = new TreeMap<>();
    List<String> statements =
        Sql.list(
            connection,
            "SELECT sql_statement FROM INFORMATION_SCHEMA.QUERY_STATISTICS",
            row -> row.getString(1));
    for (String sql : statements) {
      if (sql.matches("(?s)(SELECT|INSERT|UPDATE|DELETE).*") && !sql.contains("INFORMATION_")) {
        plans.put(sql, plan(connection, sql));
      }
    }
    return plans;
  }

  private static String plan(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
      for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
        statement.setObject(i, 1);
      }
      try (ResultSet plan = statement.executeQuery()) {
        assertThat(plan.next()).isTrue();
        return plan.getString(1);
      }
    }
  }
}
