package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two weeks of a team of four, told once: three projects, a worktree, a renamed file, decisions
/// that were changed, a blocker that was resolved, memories deleted and taken back. Each session is
/// a server process of its own, and several run at once on one home. Then twenty questions, asked
/// by a new session.
///
/// `story.jsonl` is the story, a step a line: the arguments of a call with `$name` for the id that
/// an earlier step was given, or a command of git.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryIT {
  @TempDir static Path directory;

  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, JsonNode> receipts = new HashMap<>();
  private final Map<String, Agent> sessions = new LinkedHashMap<>();

  @BeforeAll
  void tell() throws IOException {
    Path bakery =
        Directories.repository(
            directory.resolve("bakery"),
            "src/login/LoginController.java",
            "src/pay/GatewayClient.java",
            "src/catalogue/CatalogueCache.java");
    Directories.run(
        bakery, "git", "worktree", "add", "-q", directory.resolve("bakery-worktree").toString());
    Directories.repository(directory.resolve("ledger"), "export/month_end.py");
    Directories.repository(directory.resolve("platform"), "pipeline.yaml");
    String day = "";
    for (JsonNode step : story()) {
      if (step.path("day").asString().equals("8") && !day.equals("8")) {
        endSessions(); // The weekend.
      }
      day = step.path("day").asString();
      tell(step);
    }
    endSessions();
    Await.meaning(session("eve-1", "bakery"));
  }

  private static List<JsonNode> story() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(StoryIT.class.getResourceAsStream("story.jsonl"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Json::parse)
          .toList();
    }
  }

  private void tell(JsonNode step) {
    String place = step.path("in").asString();
    if (step.has("git")) {
      List<String> command = new ArrayList<>(List.of("git"));
      command.addAll(Json.texts(step.path("git")));
      Directories.run(directory.resolve(place), command.toArray(String[]::new));
      return;
    }
    String arguments = step.path("arguments").toString();
    for (Map.Entry<String, String> known : ids.entrySet()) {
      arguments = arguments.replace("\"$" + known.getKey() + "\"", Json.write(known.getValue()));
    }
    assertThat(arguments).as("every name is known").doesNotContain("\"$");
    JsonNode receipt =
        session(step.path("session").asString(), place)
            .call(step.path("call").asString(), Json.map(Json.parse(arguments)))
            .done();
    String name = step.path("as").asString();
    ids.put(name, receipt.path("id").asString());
    receipts.put(name, receipt);
  }

  private Agent session(String name, String place) {
    return sessions.computeIfAbsent(
        name,
        _ ->
            Launch.on(directory.resolve("home"), directory.resolve(place))
                .environment("PACT_MEMORY_SESSION", name)
                .agent());
  }

  @AfterAll
  void endSessions() {
    sessions.values().forEach(Agent::close);
    sessions.clear();
  }

  private Agent eve() {
    return session("eve-1", "bakery");
  }

  private JsonNode search(String query, Object... more) {
    Map<String, Object> arguments = new LinkedHashMap<>(Map.of("query", query));
    arguments.putAll(Json.object(more));
    return eve().call("memory_search", arguments).done();
  }

  private String id(String step) {
    return Objects.requireNonNull(ids.get(step), step);
  }

  /// Whether an id of an answer, often a short one, is that of a step.
  private boolean is(String id, String step) {
    return !id.isEmpty() && id(step).startsWith(id);
  }

  private void assertFirst(JsonNode found, String step) {
    String first = found.path("hits").path(0).path("id").asString();
    assertThat(is(first, step)).as("%s first in %s", step, found).isTrue();
  }

  private JsonNode hit(JsonNode found, String step) {
    for (JsonNode hit : found.path("hits")) {
      if (is(hit.path("id").asString(), step)) {
        return hit;
      }
    }
    throw new AssertionError(step + " is not in " + found);
  }

  private int place(JsonNode found, String step) {
    List<String> hits = Json.texts(found.path("hits"), "id");
    for (int i = 0; i < hits.size(); i++) {
      if (is(hits.get(i), step)) {
        return i;
      }
    }
    throw new AssertionError(step + " is not in " + found);
  }

  @Test
  void question01_howDoCustomersSignInNow() {
    JsonNode found = search("how do customers sign in");

    assertFirst(found, "signin-links");
    assertThat(hit(found, "signin-password").path("note").asString())
        .startsWith("superseded by ")
        .matches(note -> is(note.substring("superseded by ".length()), "signin-links"));
    assertThat(place(found, "signin-password")).isEqualTo(1);
  }

  @Test
  void question02_whatIsTheCatalogueCachedIn() {
    JsonNode found = search("what do we use for caching the catalogue");

    assertFirst(found, "cache-caffeine");
    assertThat(place(found, "cache-redis")).isGreaterThan(0);
  }

  @Test
  void question03_whyNotPasskeys() {
    JsonNode found = search("why did we not take passkeys");

    assertThat(place(found, "signin-links")).isLessThan(2);
  }

  @Test
  void question04_inOtherWords() {
    assertFirst(search("avoid billing somebody two times when the network hangs"), "pay-retry");
  }

  @Test
  void question05_byAnErrorCodeOfAnotherProject() {
    JsonNode everywhere = search("OOM-4711", "project", "*");
    assertFirst(everywhere, "redis-gone");
    assertThat(everywhere.path("hits").path(0).path("project").asString()).isEqualTo("platform");
  }

  @Test
  void question06_withATypo() {
    assertFirst(search("idempotncy key"), "pay-retry");
  }

  @Test
  void question07_whatNobodyEverWroteDown() {
    JsonNode found = search("kubernetes ingress certificate renewal");

    assertThat(Json.texts(found.path("hits"), "band")).doesNotContain("strong", "fair");
  }

  @Test
  void question08_theDecisionLogOfSigningIn() {
    JsonNode log = eve().done("memory_decisions", "about", "customers sign in");

    JsonNode now = log.path("decisions").path(0);
    JsonNode before = log.path("decisions").path(1);
    assertThat(is(now.path("id").asString(), "signin-links")).as(log.toString()).isTrue();
    assertThat(now.path("in_force").asBoolean()).isTrue();
    assertThat(now.path("alternatives")).hasSize(2);
    assertThat(is(before.path("id").asString(), "signin-password")).isTrue();
    assertThat(before.path("in_force").asBoolean(true)).isFalse();
    assertThat(is(before.path("superseded_by").asString(), "signin-links")).isTrue();
  }

  @Test
  void question09_allDecisionsOfTheProject() {
    JsonNode log = eve().done("memory_decisions");

    assertThat(log.path("total").asInt()).isEqualTo(5);
    assertThat(Json.texts(log.path("decisions"), "id"))
        .satisfiesExactly(
            id -> assertThat(is(id, "cache-caffeine")).isTrue(),
            id -> assertThat(is(id, "pay-retry")).isTrue(),
            id -> assertThat(is(id, "signin-links")).isTrue(),
            id -> assertThat(is(id, "cache-redis")).isTrue(),
            id -> assertThat(is(id, "signin-password")).isTrue());
  }

  @Test
  void question10_whatIsKnownOfTheLoginController() {
    JsonNode known =
        eve().done("memory_entities", "name", "LoginController").path("entities").path(0);

    assertThat(known.path("types_differ").asBoolean()).isTrue();
    assertThat(Json.texts(known.path("notes"), "note"))
        .containsExactly(
            "renamed SignInController; sends single-use links that live 15 minutes",
            "form login, bcrypt with cost 12");
  }

  @Test
  void question11_whatIsKnownOfTheOrderServiceHereAndElsewhere() {
    JsonNode here = eve().done("memory_entities", "name", "OrderService").path("entities").path(0);
    JsonNode everywhere =
        eve().done("memory_entities", "name", "OrderService", "project", "*").path("entities");

    assertThat(here.path("memories").asInt()).isEqualTo(2);
    assertThat(Json.texts(here.path("notes"), "note"))
        .containsExactly(
            "limited by its connection pool, not by PostgreSQL", "accepts orders until 18:00");
    assertThat(here.path("neighbours").has("Storefront")).isTrue();
    assertThat(everywhere.toString()).contains("posts one entry for each paid order");
  }

  @Test
  void question12_whatIsLeftToDo() {
    JsonNode open = eve().done("memory_list", "has", List.of("open_tasks"));

    assertThat(Json.texts(open.path("hits"), "task"))
        .containsExactly(
            "Repeat the load test with the pool at 25", "Show a declined card in the order form");
    assertThat(is(open.path("hits").path(1).path("id").asString(), "blocked-payments")).isTrue();
  }

  @Test
  void question13_howWasTheBlockerResolved() {
    JsonNode found = search("card gateway sandbox answers 403");

    assertFirst(found, "blocked-payments");
    JsonNode memory = eve().get(id("blocked-payments"));
    assertThat(memory.path("revision").asInt()).isEqualTo(2);
    assertThat(memory.path("lessons_learned").toString()).contains("expire after 30 days");
    assertThat(memory.path("active_tasks").path(0).path("status").asString())
        .isEqualTo("completed");
  }

  @Test
  void question14_aFileUnderItsNewNameAndFromTheWorktree() {
    JsonNode renamed =
        eve().done("memory_search_by_file", "path", "src/login/SignInController.java");
    JsonNode fromWorktree =
        session("fay-1", "bakery-worktree")
            .done(
                "memory_search_by_file",
                "path",
                directory.resolve("bakery-worktree/src/pay/GatewayClient.java").toString());

    JsonNode besideIt =
        eve()
            .done(
                "memory_search",
                "query",
                "how do customers sign in",
                "current_file",
                "src/login/SignInController.java");

    assertFirst(renamed, "signin-links");
    assertThat(hit(besideIt, "signin-password").path("why").toString())
        .contains("was src/login/LoginController.java");
    assertThat(hit(renamed, "signin-password").path("why").toString())
        .contains("LoginController.java");
    assertFirst(fromWorktree, "pay-retry");
    assertThat(place(fromWorktree, "blocked-payments")).isEqualTo(1);
  }

  @Test
  void question15_howTheGoalMoved() {
    JsonNode memory =
        eve().done("memory_get", "ids", id("kickoff"), "history", true).path("memories").path(0);
    JsonNode first =
        eve().done("memory_get", "ids", id("kickoff"), "revision", 1).path("memories").path(0);

    assertThat(memory.path("history").path(0).path("changes").toString())
        .contains("[-second-]{+third+}");
    assertThat(first.path("goal").asString()).endsWith("the second week");
    assertThat(first.path("session").asString()).isEqualTo("ana-1");
  }

  @Test
  void question16_whatWasDeletedAndWhatCameBack() {
    assertThat(eve().done("memory_list", "limit", 50).toString()).doesNotContain("typo");
    JsonNode ledger = eve().done("memory_search", "query", "value added tax", "project", "ledger");
    assertFirst(ledger, "vat");
    assertThat(eve().done("memory_list", "project", "*").path("total").asInt()).isEqualTo(14);
  }

  @Test
  void question17_whatAdviceTheTeamWasGiven() {
    assertThat(Json.texts(Objects.requireNonNull(receipts.get("typo-note")).path("advice"), "code"))
        .contains("too_granular");
    for (String good : List.of("signin-links", "pay-retry", "oven-lesson", "load-test")) {
      for (JsonNode advice : Objects.requireNonNull(receipts.get(good)).path("advice")) {
        assertThat(advice.path("severity").asString()).as(good).isEqualTo("hint");
      }
    }
  }

  @Test
  void question18_whatASessionDid() {
    JsonNode first = eve().done("memory_list", "session", "ben-1");

    assertThat(first.path("total").asInt()).isEqualTo(1);
    assertThat(is(first.path("hits").path(0).path("id").asString(), "blocked-payments")).isTrue();
    eve().done("memory_tracked_files", "add", List.of("src/order/OrderForm.tsx"));
    assertThat(Json.texts(eve().done("memory_tracked_files").path("files")))
        .contains("src/order/OrderForm.tsx");
  }

  @Test
  void question19_whatANewSessionReadsFirst() {
    String block = resource("memory://working-memory");
    String decisions = resource("memory://decisions");
    String entity = resource("memory://entity/CardGateway");

    assertThat(block).contains("connection pool").doesNotContain("Windows-1252");
    assertThat(decisions).contains("link sent by e-mail", "Caffeine");
    assertThat(entity).contains("honours idempotency keys for 24 hours", "sandbox answers 403");
  }

  private String resource(String uri) {
    return Json.tree(
            eve()
                .client()
                .readResource(McpSchema.ReadResourceRequest.builder(uri).build())
                .contents())
        .path(0)
        .path("text")
        .asString();
  }

  @Test
  void question20_anExactNameShowsTheWholeMemory() {
    JsonNode all = eve().done("memory_search", "query", "Europe/Vienna", "detail", "full");

    assertFirst(all, "oven-lesson");
    assertThat(all.path("hits").path(0).path("lessons_learned")).hasSize(2);
    assertThat(eve().done("memory_status").path("memories").asInt()).isEqualTo(14);
  }
}
