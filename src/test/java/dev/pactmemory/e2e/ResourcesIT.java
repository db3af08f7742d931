package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.briefing.Hostile;
import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Resources, prompts and completions of real processes, in both eras.
class ResourcesIT {
  @TempDir Path directory;

  private Path project = Path.of("unset");

  @BeforeEach
  void makeProject() {
    project = Directories.repository(directory.resolve("shop"), "src/auth.py", "CLAUDE.md");
  }

  private Launch launch() {
    return Launch.on(directory.resolve("home"), project)
        .wordsOnly()
        .jvm("-Djava.io.tmpdir=" + Directories.make(directory.resolve("tmp")));
  }

  private static JsonNode modern(RawPipe pipe, String method, Map<String, ?> params) {
    Map<String, Object> all = new LinkedHashMap<>(params);
    all.put("_meta", RawClient.MODERN);
    return pipe.client().request(method, all);
  }

  private static String saved(RawPipe pipe, Object... keysAndValues) {
    return pipe.idOf(pipe.done("memory_save", keysAndValues));
  }

  /// The kinds of resources, each with one that is about the memory.
  private static Set<String> uris(String id) {
    return new TreeSet<>(
        List.of(
            "memory://recent",
            "memory://working-memory",
            "memory://" + id,
            "memory://project/shop/recent",
            "memory://decisions",
            "memory://entity/AuthService",
            "memory://file/src/auth.py"));
  }

  @Test
  void whoFollowsAResourceHearsOfWhatAnotherProcessChangesInIt() {
    try (RawPipe legacy = launch().rawInitialized();
        RawPipe modern = launch().raw();
        RawPipe writer = launch().rawInitialized()) {
      String id =
          saved(
              writer,
              "context",
              "The login rests on one lock",
              "decisions",
              List.of(Map.of("decision", "One lock")),
              "entities",
              List.of(Map.of("name", "AuthService")),
              "files",
              List.of("src/auth.py"),
              "include_tracked",
              false);
      Set<String> all = uris(id);
      for (String uri : all) {
        legacy.client().request("resources/subscribe", Map.of("uri", uri));
      }
      listen(modern, all);

      writer.done("memory_update", "id", id, "lessons_learned", List.of("locks are slow"));
      assertThat(updated(legacy, all.size())).isEqualTo(all);
      assertThat(updated(modern, all.size())).isEqualTo(all);

      // It is no longer about any of them: also that changes what they show.
      writer.done(
          "memory_update",
          "id",
          id,
          "remove",
          Map.of(
              "files",
              List.of("src/auth.py"),
              "entities",
              List.of("AuthService"),
              "decisions",
              List.of("One lock")));
      assertThat(updated(legacy, all.size())).isEqualTo(all);
      assertThat(updated(modern, all.size())).isEqualTo(all);

      writer.done("memory_save", "context", "Something else", "include_tracked", false);
      Set<String> lists =
          Set.of("memory://recent", "memory://working-memory", "memory://project/shop/recent");
      assertThat(updated(legacy, lists.size())).isEqualTo(lists);
      assertThat(updated(modern, lists.size())).isEqualTo(lists);
      for (RawPipe pipe : List.of(legacy, modern)) {
        pipe.client().awaitMethod("notifications/resources/list_changed");
        assertThat(pipe.client().unclaimed())
            .noneMatch(message ->
                message.path("method").asString("").equals("notifications/resources/updated"));
      }
    }
  }

  private static void listen(RawPipe pipe, Set<String> uris) {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("_meta", RawClient.MODERN);
    params.put(
        "notifications",
        Map.of("resourcesListChanged", true, "resourceSubscriptions", List.copyOf(uris)));
    pipe.client().send("subscriptions/listen", params);
    pipe.client().awaitMethod("notifications/subscriptions/acknowledged");
  }

  /// The URIs of the next notifications; all that one change brings come together.
  private static Set<String> updated(RawPipe pipe, int count) {
    List<String> uris = new ArrayList<>();
    while (uris.size() < count) {
      uris.add(
          pipe.client()
              .awaitMethod("notifications/resources/updated")
              .path("params")
              .path("uri")
              .asString());
    }
    return new TreeSet<>(uris);
  }

  @Test
  void everyResourceThatIsListedOrMadeOfATemplateIsRead() {
    try (RawPipe pipe = launch().rawInitialized()) {
      String id =
          saved(
              pipe,
              "context",
              "Tokens rotate",
              "decisions",
              List.of(Map.of("decision", "Tokens rotate daily")),
              "entities",
              List.of(Map.of("name", "AuthService", "notes", "Tokens rotate here")),
              "files",
              List.of("src/auth.py"));
      JsonNode listed =
          pipe.client().request("resources/list", Map.of()).path("result").path("resources");
      List<String> uris = Json.texts(listed, "uri");

      assertThat(uris).contains("memory://recent", "memory://working-memory", "memory://" + id);
      for (String uri : uris) {
        assertThat(text(pipe, uri)).as(uri).contains("Tokens rotate");
      }
      for (String uri : uris(id)) {
        assertThat(text(pipe, uri)).as(uri).contains("Tokens rotate");
        assertThat(
                modern(pipe, "resources/read", Map.of("uri", uri))
                    .path("result")
                    .path("contents")
                    .path(0)
                    .path("text")
                    .asString())
            .isEqualTo(text(pipe, uri));
      }
    }
  }

  private static String text(RawPipe pipe, String uri) {
    return pipe.client()
        .request("resources/read", Map.of("uri", uri))
        .path("result")
        .path("contents")
        .path(0)
        .path("text")
        .asString();
  }

  @Test
  void whatIsNotThereIsRefusedWithTheCodeOfTheEra() {
    try (RawPipe pipe = launch().rawInitialized()) {
      for (String uri :
          List.of(
              "memory://000000",
              "memory://file/src/never.py",
              "memory://entity/NeverNamed",
              "memory://entity/Auth",
              "memory://file/..%2F..%2Fetc/passwd",
              "memory://project/nowhere/recent",
              "memory://other")) {
        JsonNode legacy = pipe.client().request("resources/read", Map.of("uri", uri)).path("error");
        JsonNode modern = modern(pipe, "resources/read", Map.of("uri", uri)).path("error");

        assertThat(legacy.path("code").asInt()).as(uri).isEqualTo(-32002);
        assertThat(modern.path("code").asInt()).as(uri).isEqualTo(-32602);
        assertThat(modern.path("data").path("uri").asString()).isEqualTo(uri);
      }
    }
  }

  @Test
  void aPromptGathersWhatTheStoreKnows() {
    try (RawPipe pipe = launch().rawInitialized()) {
      String id =
          saved(
              pipe,
              "context",
              "Chose the token store",
              "decisions",
              List.of(
                  Map.of(
                      "decision",
                      "Use Redis for tokens",
                      "rationale",
                      "shared by all nodes",
                      "alternatives",
                      List.of("Memcached: no persistence"))),
              "active_tasks",
              List.of(
                  Map.of("task", "measure the latency", "status", "in_progress"),
                  Map.of("task", "done before", "status", "completed")));
      pipe.done("memory_tracked_files", "add", List.of("src/auth.py"));

      JsonNode listed = pipe.client().request("prompts/list", Map.of()).path("result");
      assertThat(Json.texts(listed.path("prompts"), "name"))
          .containsExactly("prepare", "architect", "code", "test", "blocker", "wrap-up", "recall");
      Map<String, Object> asked =
          Map.of("name", "code", "arguments", Map.of("topic", "token store"));
      String text =
          pipe.client()
              .request("prompts/get", asked)
              .path("result")
              .path("messages")
              .path(0)
              .path("content")
              .path("text")
              .asString();

      assertThat(text)
          .contains(id.substring(0, 8), "Chose the token store", "Use Redis for tokens")
          .contains("shared by all nodes", "Memcached: no persistence", "measure the latency")
          .contains("src/auth.py", "memory_save")
          .doesNotContain("done before");
      assertThat(
              modern(pipe, "prompts/get", asked)
                  .path("result")
                  .path("messages")
                  .path(0)
                  .path("content")
                  .path("text")
                  .asString())
          .isEqualTo(text);
      assertThat(
              pipe.client()
                  .request("prompts/get", Map.of("name", "recall"))
                  .path("error")
                  .path("code")
                  .asInt())
          .isEqualTo(-32602);
    }
  }

  @Test
  void namesAreCompletedFromTheStoreAlsoFromAFollower() {
    try (RawPipe leader = launch().rawInitialized();
        RawPipe follower = launch().rawInitialized()) {
      for (int i = 0; i < 12; i++) {
        List<Map<String, String>> entities = new ArrayList<>();
        for (int j = 0; j < 10; j++) {
          entities.add(Map.of("name", "Service" + i + "x" + j));
        }
        leader.done("memory_save", "entities", entities, "files", List.of("src/f" + i + ".py"));
      }
      String id = saved(leader, "context", "to be named");

      JsonNode entities = completion(follower, "ref/prompt", "recall", "topic", "service");
      assertThat(entities.path("values").size()).isEqualTo(100);
      assertThat(entities.path("total").asInt()).isEqualTo(120);
      assertThat(entities.path("hasMore").asBoolean()).isTrue();
      assertThat(
              Json.texts(
                  completion(follower, "ref/resource", "memory://file/{+path}", "path", "F11")
                      .path("values")))
          .containsExactly("src/f11.py");
      assertThat(
              Json.texts(
                  completion(
                          follower,
                          "ref/resource",
                          "memory://project/{project}/recent",
                          "project",
                          "sh")
                      .path("values")))
          .containsExactly("shop");
      assertThat(
              Json.texts(
                  completion(follower, "ref/resource", "memory://{id}", "id", id.substring(0, 6))
                      .path("values")))
          .containsExactly(id);
    }
  }

  private static JsonNode completion(
      RawPipe pipe, String type, String of, String argument, String typed) {
    Map<String, Object> params =
        Map.of(
            "ref",
            Map.of("type", type, type.equals("ref/prompt") ? "name" : "uri", of),
            "argument",
            Map.of("name", argument, "value", typed));
    JsonNode legacy = pipe.client().request("completion/complete", params).path("result");
    JsonNode modern = modern(pipe, "completion/complete", params).path("result");
    assertThat(modern.path("completion")).isEqualTo(legacy.path("completion"));
    return legacy.path("completion");
  }

  @Test
  void hostileMemoriesAreDataWhereverTheyAreShown() throws Exception {
    Path instructions = project.resolve("CLAUDE.md");
    try (RawPipe pipe = launch().rawInitialized()) {
      for (String text : Hostile.TEXTS) {
        String sendable =
            text.replaceAll("[\\ud800-\\udfff](?![\\udc00-\\udfff])", "").replace("\0", "");
        pipe.done(
            "memory_save",
            "context",
            "c " + sendable,
            "goal",
            "g " + sendable,
            "entities",
            List.of(Map.of("name", "e " + sendable)),
            "files",
            List.of("f/" + sendable.strip()));
        String block = text(pipe, "memory://working-memory");
        assertThat(block).doesNotContain("<", ">", "```", "~~~", "](", "\u001b", "\u202e");
        assertThat(block.lines().filter(line -> line.startsWith("#")))
            .allMatch(line ->
                line.matches("## Working memory of shop|### [-:0-9UTC ]+, memory [0-9a-f]+"));
        assertThat(text(pipe, "memory://recent")).hasLineCount(1);
      }
      Files.writeString(instructions, "mine\n");

      assertThat(sync()).isZero();
      String with = Files.readString(instructions);
      assertThat(with)
          .startsWith("mine\n\n<!-- pact-memory:begin -->\n## Working memory of shop\n");
      assertThat(with.split("pact-memory:", -1)).hasSize(3);
      assertThat(sync("--remove")).isZero();
      assertThat(Files.readString(instructions)).isEqualTo("mine\n");
    }
  }

  private int sync(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(launch().command());
    command.add("sync-claude-md");
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(launch().environment());
    return builder.start().waitFor();
  }

  @Test
  void noServerWritesIntoTheProject() {
    List<String> before = Directories.files(project);
    try (RawPipe pipe = launch().rawInitialized()) {
      pipe.done("memory_save", "context", "Something to show");
      for (String uri : List.of("memory://recent", "memory://working-memory")) {
        assertThat(text(pipe, uri)).contains("Something to show");
      }
      pipe.client().request("prompts/get", Map.of("name", "prepare"));
      pipe.done("memory_search", "query", "something");
    }

    assertThat(Directories.files(project)).isEqualTo(before);
    assertThat(project.resolve("CLAUDE.md")).hasContent("first\n");
  }
}
