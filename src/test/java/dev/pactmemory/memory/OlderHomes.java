package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;

import dev.pactmemory.embed.Embedders;
import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Tracking;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Homes that earlier programs left, kept among the test resources: a zip file each, and beside it
/// what must be found in it. They are never written again.
///
/// Run [#main] with a new name to add one, before a change of what is written to disk is released.
final class OlderHomes {
  /// Every one there is, named by its formats; the last has vectors of the model as it is now.
  static final List<String> NAMES =
      List.of(
          "journal-1-schema-1",
          "journal-1-schema-2",
          "journal-1-schema-3",
          "journal-1-schema-3-tuned");

  private static final Duration PAUSE = Duration.ofMillis(50);

  static final Project SHOP = new Project("/home/ada/shop", "shop");
  private static final Project BANK = new Project("/home/ada/bank", "bank");

  private OlderHomes() {}

  /// What must be found in one.
  ///
  /// @param memories by id, each with all its revisions, oldest first
  /// @param deleted those of them that are deleted
  /// @param tracked paths of the session's tracked files
  record Expected(Map<String, List<Memory>> memories, List<String> deleted, List<String> tracked) {}

  static Expected expected(String name) throws IOException {
    String text = new String(resource(name + ".json").readAllBytes(), StandardCharsets.UTF_8);
    Map<?, ?> json = object(text);
    Map<String, List<Memory>> memories = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each :
        ((Map<?, ?>) Objects.requireNonNull(json.get("memories"))).entrySet()) {
      memories.put(
          (String) each.getKey(),
          ((List<?>) each.getValue())
              .stream().map(map -> MemoryJson.fromMap((Map<?, ?>) map)).toList());
    }
    return new Expected(memories, texts(json.get("deleted")), texts(json.get("tracked")));
  }

  private static Map<?, ?> object(String json) {
    return (Map<?, ?>) Objects.requireNonNull(Json.parse(json));
  }

  private static List<String> texts(@Nullable Object list) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(String.class::cast).toList();
  }

  /// Unpacks one.
  static void unpack(String name, Path to) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(resource(name + ".zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = to.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(OlderHomes.class.getResourceAsStream("homes/" + name), name);
  }

  /// Makes one with this program.
  ///
  /// @param arguments a name, and the directory the two files go to
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    Path scratch = Files.createTempDirectory("older-home");
    Path home = scratch.resolve("home");
    Map<String, Object> expected = fill(home, scratch.resolve("cache"));
    Path target = Path.of(arguments[1]);
    Files.writeString(target.resolve(name + ".json"), Json.write(expected) + "\n");
    pack(home, target.resolve(name + ".zip"));
  }

  private static Map<String, Object> fill(Path home, Path cache) {
    FakeClock clock = new FakeClock();
    List<String> ids = new ArrayList<>();
    try (Memories memories =
        LocalMemories.open(
            home, Embedders.lazy(cache, null), clock, new SplittableRandom(7), "test")) {
      for (Project project : List.of(SHOP, BANK)) {
        for (String content : CONTENTS) {
          ids.add(save(memories, content, project, ids.size() == 1 ? ids : List.of()));
          clock.advance(Duration.ofMinutes(7));
        }
      }
      done(memories.update(Sample.merge(ids.get(0), Sample.lessons("Learnt later.")), call()));
      clock.advance(Duration.ofMinutes(7));
      done(memories.update(Sample.merge(ids.get(0), Sample.lessons("Learnt last.")), call()));
      done(memories.delete(ids.get(2), call()));
      done(
          memories.track(
              new Tracking(
                  SHOP, Sample.SESSION, List.of("src/a.ts", "src/ä b.ts"), List.of(), false),
              call()));
      while (memories.status(call()).withVectors() < ids.size() - 1) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      Map<String, Object> revisions = new LinkedHashMap<>();
      ids.forEach(id -> revisions.put(id, revisions(memories, id, id.equals(ids.get(0)) ? 3 : 1)));
      return new LinkedHashMap<>(
          Map.of(
              "memories", revisions,
              "deleted", List.of(ids.get(2)),
              "tracked", List.of("src/a.ts", "src/ä b.ts")));
    }
  }

  private static String save(
      Memories memories, String json, Project project, List<String> supersedes) {
    Draft draft = Sample.draft(MemoryJson.content(object(json)), project);
    return done(memories.save(superseding(draft, supersedes), call())).memory().id().value();
  }

  private static Draft superseding(Draft draft, List<String> ids) {
    return new Draft(draft.content(), ids, draft.scope(), draft.session(), draft.includeTracked());
  }

  private static List<Map<String, Object>> revisions(Memories memories, String id, int count) {
    List<Map<String, Object>> revisions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Memory memory =
          done(memories.get(List.of(id), OptionalInt.of(i), call())).memories().getFirst();
      revisions.add(MemoryJson.toMap(memory));
    }
    return revisions;
  }

  private static void pack(Path home, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(home)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(each -> {
            try {
              zip.putNextEntry(new ZipEntry(home.relativize(each).toString().replace('\\', '/')));
              Files.copy(each, zip);
              zip.closeEntry();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static final List<String> CONTENTS =
      List.of(
          """
          {"context":"The checkout timed out under load.","goal":"Answer within a second.",
           "active_tasks":[{"task":"Measure the pool","status":"in_progress","priority":"high"},
             {"task":"Write the runbook","status":"pending"}],
           "lessons_learned":["Connection pools need a bound.","A retry without a limit is a flood."],
           "decisions":[{"decision":"Use PostgreSQL for orders","rationale":"Transactions across tables",
             "alternatives":["MongoDB: no joins","SQLite: one writer"]}],
           "entities":[{"name":"OrderService","type":"component","notes":"Owns the pool"},
             {"name":"src/orders/pool.ts","type":"file"}],
           "reasoning_chains":["The queue grew, so the pool was empty, so the bound was too low."],
           "agreements_reached":["The pool has 20 connections."],
           "disagreements_resolved":["Whether to cache: not yet."],
           "files":["src/orders/pool.ts","src/a b/ü.ts"]}
          """,
          """
          {"context":"Customers were signed out unexpectedly because their login session ended too early.",
           "entities":[{"name":"AuthService","type":"component"},{"name":"orderservice","type":"service"}]}
          """,
          """
          {"lessons_learned":["This one is deleted: hunter2."],"files":["src/a.ts"]}
          """,
          """
          {"goal":"日本語の検索 and emoji 🦔 and a combining e\\u0301",
           "decisions":[{"decision":"Keep line ends"}],"context":"One\\nTwo\\tThree \\"quoted\\" \\\\ end"}
          """);
}
