package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Update;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What replaces a memory stands above it.
class InForceSearchTest extends MemoriesFixture {
  @Test
  void whatIsSupersededStandsDirectlyBelowWhatReplacesIt() {
    Memory first = save(Sample.context("zeppelin engine zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "zeppelin motor");
    clock.advance(Duration.ofMinutes(1));
    Memory newest = supersede(second, "an airship without any");
    save(Sample.context("an engine"));
    awaitVectors();

    Found found = search("zeppelin engine");

    assertThat(ids(found)).startsWith(newest.id().value(), second.id().value(), first.id().value());
    String name = found.hits().getFirst().shortId();
    assertThat(found.hits())
        .extracting(Hit::later)
        .startsWith(
            null,
            new Hit.Later(name, Hit.Later.Ground.SUPERSEDES),
            new Hit.Later(name, Hit.Later.Ground.SUPERSEDES));
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.SUPERSEDES, found.hits().get(1).shortId()));
  }

  @Test
  void whoAsksForWhatWasFindsItWithItsReplacementNamed() {
    Memory first = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "a diesel");

    Found found = search("which zeppelin engine did we have originally");

    assertThat(ids(found)).startsWith(first.id().value());
    Hit.Later later = found.hits().getFirst().later();
    assertThat(later).isNotNull();
    assertThat(second.id().value()).startsWith(later.shortId());
    assertThat(later.ground()).isEqualTo(Hit.Later.Ground.SUPERSEDES);
  }

  @Test
  void memoriesThatSupersedeEachOtherAreBothFound() {
    Memory first = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "zeppelin diesel");
    done(
        memories.update(
            new Update(
                prefix(first),
                Content.EMPTY,
                Set.of(),
                Update.Mode.MERGE,
                Content.EMPTY,
                List.of(prefix(second)),
                OptionalInt.empty()),
            call()));

    assertThat(ids(search("zeppelin")))
        .containsExactlyInAnyOrder(first.id().value(), second.id().value());
  }

  @Test
  void aLaterMemoryOnTheSameMatterStandsAboveTheEarlier() {
    Memory earlier = save(Sample.decisions(new Decision("session tokens are kept in Redis")));
    clock.advance(Duration.ofMinutes(1));
    Memory later = save(Sample.decisions(new Decision("session tokens are kept in Postgres")));
    clock.advance(Duration.ofMinutes(1));
    Memory other = save(Sample.decisions(new Decision("charts are drawn by a plotter")));
    awaitVectors();

    Found found = search("session tokens kept in redis");

    assertThat(ids(found)).startsWith(later.id().value(), earlier.id().value());
    assertThat(ids(found)).doesNotContain(other.id().value());
    assertThat(found.hits().get(1).later())
        .isEqualTo(new Hit.Later(found.hits().getFirst().shortId(), Hit.Later.Ground.DECIDES));
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.LATER, found.hits().get(1).shortId()));
  }

  @Test
  void decisionsOfOneTaskOnDifferentMattersDoNotReplaceEachOther() {
    Memory earlier = save(ofTask(new Decision("session tokens are kept in Redis")));
    clock.advance(Duration.ofMinutes(1));
    save(ofTask(new Decision("charts are drawn by a plotter")));
    awaitVectors();

    Found found = search("session tokens of the login kept in redis now");

    assertThat(ids(found)).startsWith(earlier.id().value());
    assertThat(found.hits()).hasSize(2).extracting(Hit::later).containsOnlyNulls();
  }

  private static Content ofTask(Decision decision) {
    return Sample.ofTask(
        "Wrap-up of the session on the login",
        "Let each employee log in once for all of our tools",
        decision);
  }

  @Test
  void aLaterMemoryWithoutADecisionIsNotCalledOne() {
    save(Sample.decisions(new Decision("session tokens are kept in Redis")));
    clock.advance(Duration.ofMinutes(1));
    Memory later = save(Sample.context("session tokens are kept in Postgres"));
    awaitVectors();

    Found found = search("session tokens kept in redis");

    assertThat(ids(found)).startsWith(later.id().value());
    assertThat(found.hits().get(1).later())
        .isEqualTo(new Hit.Later(found.hits().getFirst().shortId(), Hit.Later.Ground.TELLS));
  }
}
