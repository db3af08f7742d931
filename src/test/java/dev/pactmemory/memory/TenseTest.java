package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenseTest {
  @Test
  void questionsAboutWhatWasAreTold() {
    assertThat(Tense.of("What did we originally use?")).isEqualTo(Tense.PAST);
    assertThat(Tense.of("womit lief das früher")).isEqualTo(Tense.PAST);
    assertThat(Tense.of("what came before the current one")).isEqualTo(Tense.PAST);
  }

  @Test
  void questionsAboutWhatIsAreTold() {
    assertThat(Tense.of("What do we use now?")).isEqualTo(Tense.PRESENT);
    assertThat(Tense.of("Welche Datenbank läuft derzeit?")).isEqualTo(Tense.PRESENT);
  }

  @Test
  void mostQuestionsDoNotSay() {
    assertThat(Tense.of("firstName is null")).isEqualTo(Tense.ANY);
    assertThat(Tense.of("currentUser in nowcast")).isEqualTo(Tense.ANY);
    assertThat(Tense.of("")).isEqualTo(Tense.ANY);
  }
}
