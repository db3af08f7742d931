package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Advice as an agent meets it.
class AdviceIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private static List<String> warnings(JsonNode receipt) {
    return StreamSupport.stream(receipt.path("advice").spliterator(), false)
        .filter(advice -> !advice.path("severity").asString("").equals("hint"))
        .map(advice -> advice.path("code").asString())
        .toList();
  }

  private static JsonNode advice(JsonNode receipt, String code) {
    return StreamSupport.stream(receipt.path("advice").spliterator(), false)
        .filter(advice -> advice.path("code").asString().equals(code))
        .findFirst()
        .orElseThrow();
  }

  /// All in one project, as a session would, so that they could be taken for each other's twins.
  @Test
  void theUsagePatternsAreWarnedOfInTheirBadFormsOnly() {
    String project = SERVER.project();
    List<String> own = List.of("too_vague", "too_granular", "missing_rationale", "no_entity_links");
    int bad = 0;
    for (SeedDocument.Step step : SeedDocument.steps()) {
      if (!step.tool().equals("memory_save")) {
        continue;
      }
      Map<String, Object> arguments = Json.map(step.arguments());
      arguments.put("project", project);

      JsonNode receipt = SERVER.call("memory_save", arguments).done();

      assertThat(receipt.path("id").asString()).hasSize(32);
      if (step.verdict().equals("bad")) {
        assertThat(warnings(receipt)).as(step.section()).containsExactly(own.get(bad));
        bad++;
      } else {
        assertThat(warnings(receipt)).as(step.section()).isEmpty();
      }
    }

    assertThat(bad).isEqualTo(own.size());
  }

  @Test
  void aGoodMemoryIsPaidForWithNoByteOfAdvice() {
    JsonNode receipt =
        SERVER.done(
            "memory_save",
            "project",
            SERVER.project(),
            "context",
            "Nightly export ran out of memory; fetchSize was not set",
            "entities",
            List.of("ExportJob"));

    assertThat(receipt.has("advice")).isFalse();
  }

  @Test
  void aMemoryToldAgainNamesTheOneToUpdateAndBothStay() {
    String project = SERVER.project();
    String first =
        SERVER
            .done(
                "memory_save",
                "project",
                project,
                "lessons_learned",
                List.of("PyJWT decode() accepts expired tokens unless verify_exp is True"))
            .path("id")
            .asString();

    JsonNode receipt =
        SERVER.done(
            "memory_save",
            "project",
            project,
            "lessons_learned",
            List.of("Expired tokens are accepted by PyJWT's decode() if verify_exp is not True"));

    JsonNode twin = advice(receipt, "near_duplicate");
    assertThat(first).startsWith(twin.path("id").asString());
    assertThat(twin.path("fix").asString()).contains("memory_update");
    assertThat(SERVER.done("memory_list", "project", project).path("total").asInt()).isEqualTo(2);
    assertThat(
            SERVER
                .done(
                    "memory_update",
                    "id",
                    twin.path("id").asString(),
                    "lessons_learned",
                    List.of("options={'verify_exp': True} overrides it"))
                .path("revision")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void anUpdateIsToldAboutWhatItBroughtOnly() {
    String id =
        SERVER
            .done("memory_save", "project", SERVER.project(), "decisions", List.of("Use Redis"))
            .path("id")
            .asString();

    JsonNode more = SERVER.done("memory_update", "id", id, "lessons_learned", List.of("TTL works"));
    JsonNode decided = SERVER.done("memory_update", "id", id, "decisions", List.of("Drop Redis"));

    assertThat(warnings(more)).isEmpty();
    assertThat(warnings(decided)).containsExactly("missing_rationale");
    assertThat(advice(decided, "missing_rationale").path("fix").asString())
        .startsWith("decisions[1]:");
  }
}
