package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What a search finds, in which order, and what it says about it.
class SearchingIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(launch -> launch);

  private final String project = SERVER.project();

  @Test
  void everyFieldIsSearched_P67_P68() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("context", "w0alpha");
    fields.put("goal", "w1alpha");
    fields.put("lessons_learned", List.of("w2alpha"));
    fields.put(
        "decisions",
        List.of(
            Json.object(
                "decision",
                "w3alpha",
                "rationale",
                "w4alpha",
                "alternatives",
                List.of("no", "w5alpha"))));
    fields.put("reasoning_chains", List.of("w6alpha"));
    fields.put("agreements_reached", List.of("w7alpha"));
    fields.put("disagreements_resolved", List.of("w8alpha"));
    fields.put(
        "entities",
        List.of(Json.object("name", "w9alpha", "type", "w10alpha", "notes", "w11alpha")));
    fields.put("active_tasks", List.of("w12alpha"));
    fields.put("files", List.of("src/w13alpha.py"));
    fields.put("project", project);
    String id = SERVER.idOf(SERVER.call("memory_save", fields).done());
    SERVER.save(project, "context", "nothing of the kind");

    for (int i = 0; i <= 13; i++) {
      assertThat(SERVER.search(project, "w" + i + "alpha"))
          .as("w%dalpha", i)
          .isNotEmpty()
          .first()
          .matches(id::startsWith);
    }
  }

  @Test
  void anotherProjectIsFoundOnlyWhenNamedOrAllAre_P69() {
    String other = SERVER.project();
    String ours = SERVER.save(project, "context", "quokka here");
    String theirs = SERVER.save(other, "context", "quokka there");

    assertThat(SERVER.search(project, "quokka")).hasSize(1).allMatch(ours::startsWith);
    assertThat(SERVER.search(other, "quokka")).hasSize(1).allMatch(theirs::startsWith);
    assertThat(SERVER.search("*", "quokka")).hasSize(2);
    assertThat(SERVER.done("memory_search", "query", "quokka").path("hits")).isEmpty();
  }

  @Test
  void percentAndUnderscoreAreNoWildcards_P70() {
    SERVER.save(project, "context", "cache hit rate reached ninety");

    for (String query : List.of("c%e", "%", "_", "c___e", "c*", "c????", "hit:rate AND NOT x")) {
      Reply reply = SERVER.call("memory_search", Json.object("query", query, "project", project));
      if (!query.contains("hit")) {
        assertThat(reply.isError() || wordsOf(reply.structured()).isEmpty()).as(query).isTrue();
      } else {
        reply.done();
      }
    }
  }

  @Test
  void wordsMatchInAnyOrderAndOverFields_P71() {
    String id =
        SERVER.save(
            project, "context", "rotating the signing keys", "goal", "no downtime for tenants");

    for (String query : List.of("keys signing", "tenants keys", "downtime rotating")) {
      assertThat(SERVER.search(project, query)).as(query).first().matches(id::startsWith);
    }
  }

  @Test
  void oneMoreWordNeverEmptiesTheAnswer_P72() {
    String id = SERVER.save(project, "context", "numbat burrow survey");

    for (String query :
        List.of(
            "numbat",
            "numbat burrow",
            "numbat burrow kubernetes",
            "numbat kubernetes helm terraform ansible",
            "what did we decide about the numbat last week")) {
      assertThat(SERVER.search(project, query)).as(query).first().matches(id::startsWith);
    }
  }

  @Test
  void otherScriptsQuotesAndCaseMatch_P73() {
    String id =
        SERVER.save(
            project,
            "lessons_learned",
            List.of(
                "Größe der Straße in Überläufen",
                "認証トークンの有効期限",
                "C:\\temp\\cache.db is locked",
                "the \"golden\" path",
                "Ελληνικά ΣΊΣΥΦΟΣ"));

    for (String query :
        List.of(
            "GRÖSSE", "strasse", "überläufen", "トークン", "temp\\cache.db", "\"golden\"", "σίσυφος")) {
      assertThat(SERVER.search(project, query)).as(query).first().matches(id::startsWith);
    }
  }

  @Test
  void theNamesOfFieldsAreNoWordsOfAMemory_P74() {
    SERVER.save(
        project,
        "decisions",
        List.of(
            Json.object(
                "decision", "Use Redis", "rationale", "fast", "alternatives", List.of("Disk"))));

    for (String name : List.of("rationale", "alternatives", "lessons_learned", "active_tasks")) {
      assertThat(wordsOf(SERVER.done("memory_search", "query", name, "project", project)))
          .as(name)
          .isEmpty();
    }
  }

  @Test
  void theSameMeaningInOtherWordsIsFound_P75() {
    String id =
        SERVER.save(
            project,
            "context",
            "Customers were signed out unexpectedly because their login session ended too early");
    SERVER.save(project, "context", "The build pipeline uploads artifacts to the package registry");
    SERVER.save(project, "context", "Dark mode colours of the settings page were adjusted");
    Await.meaning(SERVER);

    for (String query :
        List.of("users being logged off too soon", "people get kicked off their accounts")) {
      JsonNode hit =
          SERVER.done("memory_search", "query", query, "project", project).path("hits").path(0);

      assertThat(hit.path("id").asString()).as(query).isNotBlank().matches(id::startsWith);
      assertThat(hit.path("why").toString()).as(query).isEqualTo("[\"meaning\"]");
    }
  }

  @Test
  void whatHasNoVectorsYetIsFoundByItsWords_P76() {
    SERVER.save(project, "context", "an older one about pangolins");
    Await.meaning(SERVER);

    String id = SERVER.save(project, "context", "pangolin, just saved");

    assertThat(SERVER.search(project, "pangolin")).hasSize(2).anyMatch(id::startsWith);
  }

  @Test
  void theCurrentFileLiftsWhatIsLinkedToIt_P77() {
    String linked =
        SERVER.save(project, "context", "okapi feeding plan", "files", List.of("zoo/okapi.py"));
    SERVER.save(project, "context", "okapi feeding plan");
    String unrelated = SERVER.save(project, "context", "a fence", "files", List.of("zoo/okapi.py"));

    JsonNode found =
        SERVER.done(
            "memory_search",
            "query",
            "okapi feeding plan",
            "project",
            project,
            "current_file",
            "zoo/okapi.py",
            "limit",
            10);

    List<String> ids = Json.texts(found.path("hits"), "id");
    assertThat(ids.getFirst()).matches(linked::startsWith);
    assertThat(ids).anyMatch(unrelated::startsWith);
    assertThat(found.path("hits").path(0).toString()).contains("okapi.py");
  }

  @Test
  void fiveAreShownTheTotalIsToldAndTheRestIsOnFurtherPages_P78() {
    for (int i = 0; i < 12; i++) {
      SERVER.save(project, "context", "wombat number " + i);
    }
    Await.meaning(SERVER);

    JsonNode first = SERVER.done("memory_search", "query", "wombat", "project", project);
    List<String> all = new ArrayList<>(Json.texts(first.path("hits"), "id"));
    String cursor = first.path("cursor").asString("");
    while (!cursor.isEmpty()) {
      JsonNode page =
          SERVER.done("memory_search", "query", "wombat", "project", project, "cursor", cursor);
      all.addAll(Json.texts(page.path("hits"), "id"));
      cursor = page.path("cursor").asString("");
    }

    assertThat(first.path("hits")).hasSize(5);
    assertThat(first.path("total").asInt()).isEqualTo(12);
    assertThat(all).hasSize(12);
    assertThat(new HashSet<>(all)).hasSize(12);
  }

  @Test
  void aHitSaysHowSureAndWhyAndWhere_P79() {
    SERVER.save(project, "context", "c", "lessons_learned", List.of("the capybara cache is cold"));

    JsonNode found = SERVER.done("memory_search", "query", "capybara", "project", project);

    JsonNode hit = found.path("hits").path(0);
    assertThat(hit.toString()).contains("capybara").contains("lessons_learned");
    assertThat(hit.toString()).containsAnyOf("strong", "fair", "weak");
    assertThat(found.toString()).contains(project);
  }

  @Test
  void aBlankQueryIsRefused_P80() {
    for (String query : List.of("", "   ", "\n")) {
      assertThat(SERVER.refused("memory_search", "query", query)).contains("query");
    }
    assertThat(SERVER.refused("memory_search", "limit", 3)).contains("query");
  }

  @Test
  void anIdFindsTheMemoriesLikeThatOne_P81() {
    String given =
        SERVER.save(
            project,
            "context",
            "Numbats were counted twice because the survey ran again after a restart");
    String alike =
        SERVER.save(
            project, "lessons_learned", List.of("A survey of numbats that restarts counts twice"));
    String other = SERVER.save(project, "context", "Dark colours of the settings page");
    Await.meaning(SERVER);

    for (String query : List.of(given, given.substring(0, 8), given.toUpperCase(Locale.ROOT))) {
      JsonNode found = SERVER.done("memory_search", "query", query, "project", project);

      List<String> ids = Json.texts(found.path("hits"), "id");
      assertThat(ids).as(query).first().matches(alike::startsWith);
      assertThat(ids).as(query).noneMatch(given::startsWith);
      assertThat(found.path("hits").path(0).path("band").asString()).isEqualTo("strong");
      assertThat(found.toString()).as("why is short").hasSizeLessThan(1_000);
    }
    JsonNode unlike = SERVER.done("memory_search", "query", other, "project", project);
    assertThat(Json.texts(unlike.path("hits"), "band")).doesNotContain("strong");
    assertThat(SERVER.search(project, "0123456789abcdef0123456789abcdef")).isEmpty();
  }

  @Test
  void theSameQuestionHasTheSameAnswerAndEqualsAreNewestFirst_P82() {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      saved.add(SERVER.save(project, "context", "identical tapir text"));
    }
    Await.meaning(SERVER);

    List<String> once = SERVER.search(project, "identical tapir text");

    for (int i = 0; i < 4; i++) {
      assertThat(once.get(i)).matches(saved.get(3 - i)::startsWith);
    }
    assertThat(SERVER.search(project, "identical tapir text")).isEqualTo(once);
  }

  @Test
  void anExactNameComesBeforeWhatOnlySoundsLikeIt() {
    SERVER.save(project, "context", "the authentication service and its token service");
    String named = SERVER.save(project, "entities", List.of(Json.object("name", "AuthService")));
    SERVER.save(project, "context", "service authentication for auth of services");
    Await.meaning(SERVER);

    for (String query : List.of("AuthService", "authservice", "AUTHSERVICE")) {
      assertThat(SERVER.search(project, query)).as(query).first().matches(named::startsWith);
    }
  }

  @Test
  void aBudgetIsKeptAndSaidWhereItCuts() {
    for (int i = 0; i < 20; i++) {
      SERVER.save(
          project,
          "context",
          "gazelle " + i,
          "lessons_learned",
          List.of("a long gazelle lesson ".repeat(40)));
    }

    Reply reply =
        SERVER.call(
            "memory_search",
            Json.object(
                "query",
                "gazelle",
                "project",
                project,
                "limit",
                20,
                "detail",
                "full",
                "max_tokens",
                500));

    assertThat(reply.done().toString().length()).isLessThanOrEqualTo(2000);
    assertThat(reply.structured().path("total").asInt()).isEqualTo(20);
  }

  /// The hits that say they were found by a word.
  private static List<JsonNode> wordsOf(JsonNode found) {
    List<JsonNode> byWords = new ArrayList<>();
    for (JsonNode hit : found.path("hits")) {
      if (hit.path("why").toString().contains("words")) {
        byWords.add(hit);
      }
    }
    return byWords;
  }
}
