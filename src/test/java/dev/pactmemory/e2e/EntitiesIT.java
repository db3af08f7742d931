package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The entity book, as an agent reads it.
class EntitiesIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void allThatIsKnownOfAComponentIsOneAnswer() {
    String first =
        SERVER.save(
            project,
            "entities",
            List.of(
                Json.object("name", "AuthService", "type", "service", "notes", "issues tokens"),
                Json.object("name", "Redis", "type", "database")),
            "files",
            List.of("src/auth.py"));
    String second =
        SERVER.save(
            project,
            "entities",
            List.of(
                Json.object("name", "authservice", "type", "class", "notes", "to be split"),
                "Redis"));
    SERVER.save(project, "entities", List.of("AuthServiceClient"));

    JsonNode book = SERVER.done("memory_entities", "project", project, "name", "AuthService");

    JsonNode known = book.path("entities").path(0);
    assertThat(known.path("name").asString()).isEqualTo("AuthService");
    assertThat(known.path("memories").asInt()).isEqualTo(2);
    assertThat(known.path("types_differ").asBoolean()).isTrue();
    assertThat(known.path("types").toString()).isEqualTo("{\"class\":1,\"service\":1}");
    assertThat(Json.texts(known.path("notes"), "note"))
        .containsExactly("to be split", "issues tokens");
    assertThat(second).startsWith(known.path("notes").path(0).path("id").asString());
    assertThat(first).startsWith(known.path("notes").path(1).path("id").asString());
    assertThat(known.path("neighbours").toString()).isEqualTo("{\"Redis\":2}");
    assertThat(known.path("files").toString()).isEqualTo("{\"src/auth.py\":1}");
    assertThat(book.path("total").asInt()).isEqualTo(2);
    assertThat(Json.texts(book.path("entities"), "name"))
        .containsExactly("AuthService", "AuthServiceClient");
  }

  @Test
  void withoutANameTheMostUsedComeFirst() {
    SERVER.save(project, "entities", List.of(Json.object("name", "Once", "type", "table")));
    SERVER.save(project, "entities", List.of("Twice"));
    SERVER.save(project, "entities", List.of("Twice"));

    JsonNode book = SERVER.done("memory_entities", "project", project, "limit", 1);

    assertThat(Json.texts(book.path("entities"), "name")).containsExactly("Twice");
    assertThat(book.path("total").asInt()).isEqualTo(2);
    JsonNode rest =
        SERVER.done(
            "memory_entities",
            "project",
            project,
            "limit",
            1,
            "cursor",
            book.path("cursor").asString());
    assertThat(Json.texts(rest.path("entities"), "name")).containsExactly("Once");
    assertThat(rest.path("cursor").isMissingNode()).isTrue();
    assertThat(
            Json.texts(
                SERVER
                    .done("memory_entities", "project", project, "type", "Table")
                    .path("entities"),
                "name"))
        .containsExactly("Once");
  }

  @Test
  void aNameThatNobodyHasIsAnsweredWithTheNearest() {
    SERVER.save(project, "entities", List.of("TokenManager"));

    JsonNode mistyped = SERVER.done("memory_entities", "project", project, "name", "TokenManagr");
    JsonNode none = SERVER.done("memory_entities", "project", project, "name", "TokenMngr");

    assertThat(Json.texts(mistyped.path("entities"), "name")).containsExactly("TokenManager");
    assertThat(none.path("entities")).isEmpty();
    assertThat(none.path("nothing").path("why").asString()).isEqualTo("no_match");
    assertThat(Json.texts(none.path("nothing").path("nearest"))).containsExactly("TokenManager");
  }
}
