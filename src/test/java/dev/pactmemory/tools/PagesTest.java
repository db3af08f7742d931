package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final int TOKENS = 500;

  @Test
  void hitsThatGotMoreToSayMeanwhileStillFit() {
    List<Integer> asked = new ArrayList<>();

    Answer answer =
        Pages.answer(
            limit -> {
              asked.add(limit);
              return found(limit, asked.size() == 1 ? null : later());
            },
            20,
            false,
            TOKENS);

    assertThat(Views.bytes(answer.structured())).isBetween(TOKENS, TOKENS * Limits.BYTES_PER_TOKEN);
    assertThat(asked).hasSize(3).isSortedAccordingTo(Collections.reverseOrder());
    assertThat((String) answer.structured().get("cut"))
        .startsWith((20 - asked.getLast()) + " of 20 hits left for the next page");
  }

  @Test
  void oneHitIsShownHoweverSmallTheBudget() {
    Answer answer = Pages.answer(limit -> found(limit, later()), 20, false, 10);

    assertThat((List<?>) answer.structured().get("hits")).hasSize(1);
  }

  private static Hit.Later later() {
    return new Hit.Later("4c00aa", Hit.Later.Ground.DECIDES);
  }

  private static Outcome<Found> found(int limit, Hit.@Nullable Later later) {
    Hit hit = new Hit(Bench.MEMORY, "3f9a2c", 0.5, null, List.of(), null, later, null);
    return Outcome.done(
        new Found(Collections.nCopies(limit, hit), 20, null, Bench.SHOP, Set.of(), null));
  }
}
