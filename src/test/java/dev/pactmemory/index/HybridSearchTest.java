package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.BLOG;
import static dev.pactmemory.index.TestMemories.NOON;
import static dev.pactmemory.index.TestMemories.SHOP;
import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.at;
import static dev.pactmemory.index.TestMemories.axis;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.Matches.Match;
import dev.pactmemory.index.SearchIndex.Checkpoint;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What vectors find, filters hold and boosts lift.
class HybridSearchTest extends IndexFixture {
  @Test
  void meaningFindsWhatNoWordNames() {
    put(memory(1).context("apples").passage(Field.CONTEXT, "apples", at(0.9)));

    Match match = first(ask("fruit").vector(axis()));

    assertThat(match.id()).isEqualTo(id(1));
    assertThat(match.cosine()).isCloseTo(0.9, within(1e-6));
    assertThat(match.textScore()).isZero();
    // 0.43 · (0.9 − 0.75) / 0.25
    assertThat(match.score()).isCloseTo(0.258, within(1e-6));
    Evidence evidence = evidence(ask("fruit").vector(axis()));
    assertThat(evidence.terms()).isEmpty();
    assertThat(evidence.snippet()).isEqualTo("apples");
  }

  @Test
  void theBestPassageOfAMemoryCountsAndIsShown() {
    put(
        memory(1)
            .context("apples")
            .lessons("pears")
            .goal("plums")
            .passage(Field.CONTEXT, "apples", at(0.8))
            .passage(Field.LESSONS_LEARNED, "pears", at(0.95))
            .passage(Field.GOAL, "plums", at(0.85)),
        memory(2).context("nuts").passage(Field.CONTEXT, "nuts", at(0.9)));

    Matches matches = search(ask("fruit").vector(axis()));

    assertThat(matches.matches()).extracting(Match::id).containsExactly(id(1), id(2));
    assertThat(matches.total()).isEqualTo(2);
    Evidence evidence = evidence(ask("fruit").vector(axis()));
    assertThat(evidence.field()).isEqualTo(Field.LESSONS_LEARNED);
    assertThat(evidence.snippet()).isEqualTo("pears");
    assertThat(matches.matches().getFirst().cosine()).isCloseTo(0.95, within(1e-6));
  }

  @Test
  void whatAMemoryIsAboutCountsBeforeWhatItTouches() {
    put(
        memory(1)
            .context("fruit")
            .lessons("stones")
            .passage(Field.CONTEXT, "fruit", at(0.9))
            .passage(Field.LESSONS_LEARNED, "stones", at(0.8)),
        memory(2)
            .context("stones")
            .lessons("fruit")
            .passage(Field.CONTEXT, "stones", at(0.8))
            .passage(Field.LESSONS_LEARNED, "fruit", at(0.9)));

    assertThat(search(ask("pears").vector(axis())).matches())
        .extracting(Match::id)
        .containsExactly(id(1), id(2));
    assertThat(search(ask("pears").vector(axis()).fields(Field.LESSONS_LEARNED)).matches())
        .extracting(Match::id)
        .containsExactly(id(2), id(1));
  }

  @Test
  void wordsDecideWhichPassageIsShownBeforeMeaningDoes() {
    put(
        memory(1)
            .context("apples")
            .lessons("pears rot")
            .passage(Field.CONTEXT, "apples", at(0.95))
            .passage(Field.LESSONS_LEARNED, "pears rot", at(0.8)));

    assertThat(evidence(ask("pears").vector(axis())).field()).isEqualTo(Field.LESSONS_LEARNED);
  }

  @Test
  void bothLegsAddUp() {
    put(
        memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.8)),
        memory(2).context("pears").passage(Field.CONTEXT, "pears", at(0.9)),
        memory(3).context("nuts").passage(Field.CONTEXT, "nuts", at(0.9)));

    List<Match> matches = search(ask("pears").vector(axis())).matches();

    assertThat(matches).extracting(Match::id).containsExactly(id(2), id(1), id(3));
    for (Match match : matches) {
      double meaning = 0.43 * (match.cosine() - 0.75) / 0.25;
      double words = 0.57 * match.textScore() * match.textScore();
      assertThat(match.score()).isCloseTo(meaning + words, within(1e-5));
    }
  }

  @Test
  void memoriesWithoutVectorsAreFoundByWords() {
    put(
        memory(1).context("pears"),
        memory(2).context("nuts").passage(Field.CONTEXT, "nuts", at(0.9)));

    assertThat(found(ask("pears").vector(axis()))).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(found("pears")).containsExactly(id(1));
  }

  @Test
  void nothingNearIsNoMatchAndTheNearestAreNamed() {
    put(
        memory(1).context("apples").passage(Field.CONTEXT, "apples", at(0.76)),
        memory(2).context("pears").passage(Field.CONTEXT, "pears", at(0.77)),
        memory(3).context("plums").passage(Field.CONTEXT, "plums", at(0.70)),
        memory(4).context("nuts").passage(Field.CONTEXT, "nuts", at(0.60)));

    Matches matches = search(ask("steam engine").vector(axis()));

    assertThat(matches).isEqualTo(new Matches(List.of(), 0, 0, List.of(id(2), id(1), id(3))));
  }

  @Test
  void aNameThatNoCandidateKnowsIsNoMatchUnlessTheMeaningIsNear() {
    String backup = "the nightly backup of the database runs at two";
    String question = "when does the Velero backup happen";
    putOthers();
    put(memory(1).context(backup).passage(Field.CONTEXT, backup, at(0.82)));

    assertThat(search(ask(question).vector(axis())))
        .isEqualTo(new Matches(List.of(), 0, 0, List.of(id(1))));
    assertThat(found(ask("when does the nightly backup run").vector(axis())))
        .containsExactly(id(1));

    put(memory(1).context(backup).passage(Field.CONTEXT, backup, at(0.96)));
    assertThat(found(ask(question).vector(axis()))).containsExactly(id(1));
  }

  @Test
  void aShortQuestionOfWhichLittleIsThereIsNoMatchButALongOneIs() {
    String text = "rejected uploads are kept for a week";
    putOthers();
    put(memory(1).context(text).passage(Field.CONTEXT, text, at(0.8)));

    assertThat(found(ask("interlibrary loan rejected workflow").vector(axis()))).isEmpty();
    assertThat(found(ask("rejected uploads workflow").vector(axis()))).containsExactly(id(1));
    assertThat(
            found(
                ask("interlibrary loan rejected overdue workflow reminder letter address")
                    .vector(axis())))
        .containsExactly(id(1));
  }

  @Test
  void theFewerWordsTheNearerTheMeaningMustBe() {
    String text = "sessions end after an hour";
    putOthers();
    put(memory(1).context(text).passage(Field.CONTEXT, text, at(0.84)));

    assertThat(found(ask("logoff delay").vector(axis()))).isEmpty();
    assertThat(found(ask("logoff delay browser tab idle user").vector(axis())))
        .containsExactly(id(1));
  }

  @Test
  void aMistypedQuestionIsAnswered() {
    String text = "backpressure of the sockets";
    putOthers();
    put(memory(1).context(text).passage(Field.CONTEXT, text, at(0.76)));

    assertThat(found(ask("backpresure soket").vector(axis()))).containsExactly(id(1));
  }

  @Test
  void aQuestionWhoseNamesAreKnownIsAnswered() {
    String text = "no to Meilisearch";
    putOthers();
    put(memory(1).context(text).passage(Field.CONTEXT, text, at(0.76)));

    assertThat(found(ask("who turned down Meilisearch").vector(axis()))).containsExactly(id(1));
    assertThat(found(ask("who turned down meilisearch").vector(axis()))).isEmpty();
  }

  /// So many that the lack of a word tells something.
  private void putOthers() {
    for (int i = 0; i < NoAnswer.FEWEST_MEMORIES; i++) {
      put(memory(100 + i).context("filler" + i));
    }
  }

  @Test
  void amongAFewMemoriesTheLackOfWordsTellsNothing() {
    String text = "customers were signed out because their login session ended too early";
    put(memory(1).context(text).passage(Field.CONTEXT, text, at(0.82)));

    assertThat(found(ask("users logged off too soon").vector(axis()))).containsExactly(id(1));
  }

  @Test
  void withoutVectorsNothingIsSaidToBeNoMatchThatHasAWord() {
    put(memory(1).context("the nightly backup of the database"));

    assertThat(found("Velero backup")).containsExactly(id(1));
  }

  @Test
  void whatIsLinkedToTheCurrentFileAnswersAShortQuestion() {
    put(memory(1).context("steam").passage(Field.CONTEXT, "steam", at(0.77)));

    assertThat(found(ask("why does this exist").vector(axis()).boosts(Map.of(id(1), 1.0))))
        .containsExactly(id(1));
  }

  @Test
  void filtersHoldInBothLegs() {
    Embedding near = at(0.95);
    put(
        memory(1).context("pears").entity("Cart").passage(Field.CONTEXT, "pears", near),
        memory(2).context("pears").in(BLOG).passage(Field.CONTEXT, "pears", near),
        memory(3)
            .context("pears")
            .updated(NOON.plusSeconds(60))
            .passage(Field.CONTEXT, "pears", near),
        memory(4).lessons("pears").passage(Field.LESSONS_LEARNED, "pears", near));

    for (String words : List.of("pears", "steam")) {
      assertThat(found(ask(words).vector(near).in(BLOG))).containsExactly(id(2));
      assertThat(found(ask(words).vector(near).in(SHOP)))
          .containsExactlyInAnyOrder(id(1), id(3), id(4));
      assertThat(found(ask(words).vector(near).entity(" CART "))).containsExactly(id(1));
      assertThat(found(ask(words).vector(near).since(NOON.plusSeconds(60)))).containsExactly(id(3));
      assertThat(found(ask(words).vector(near).since(NOON.plusNanos(1)))).containsExactly(id(3));
      assertThat(found(ask(words).vector(near).until(NOON)))
          .containsExactlyInAnyOrder(id(1), id(2), id(4));
      assertThat(found(ask(words).vector(near).fields(Field.LESSONS_LEARNED)))
          .containsExactly(id(4));
      assertThat(found(ask(words).vector(near).in(SHOP).until(NOON).fields(Field.CONTEXT)))
          .containsExactly(id(1));
    }
  }

  @Test
  void manyMemoriesOfAnotherProjectDoNotCrowdOutTheOneThatIsAskedFor() {
    TestMemories.Draft[] others = new TestMemories.Draft[300];
    for (int i = 0; i < others.length; i++) {
      others[i] =
          memory(i + 10).in(BLOG).context("pears").passage(Field.CONTEXT, "pears", at(0.99));
    }
    put(others);
    put(memory(1).context("plums").passage(Field.CONTEXT, "plums", at(0.9)));

    assertThat(found(ask("fruit").vector(axis()).in(SHOP))).containsExactly(id(1));
  }

  @Test
  void whatTheFiltersTookAwayIsCounted() {
    put(
        memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)),
        memory(2).context("plums").passage(Field.CONTEXT, "plums", at(0.9)),
        memory(3).context("pears").passage(Field.CONTEXT, "pears", at(0.1)));

    Matches matches = search(ask("pears").vector(axis()).in(BLOG));

    assertThat(matches).isEqualTo(new Matches(List.of(), 0, 3, List.of()));
  }

  @Test
  void aFieldFilterCountsOnlyPassagesOfThatFieldForTheCosine() {
    put(
        memory(1)
            .context("apples")
            .lessons("pears")
            .passage(Field.CONTEXT, "apples", at(0.99))
            .passage(Field.LESSONS_LEARNED, "pears", at(0.9)));

    TestMemories.Ask ask = ask("fruit").vector(axis()).fields(Field.LESSONS_LEARNED);

    assertThat(first(ask).cosine()).isCloseTo(0.9, within(1e-6));
    assertThat(evidence(ask).snippet()).isEqualTo("pears");
  }

  @Test
  void aBoostLiftsAndNamesCandidates() {
    put(
        memory(1).context("pears and plums"),
        memory(2).context("pears and other fruit of the season"),
        memory(3).context("steam"),
        memory(4).context("steam").in(BLOG));
    Map<MemoryId, Double> boosts = Map.of(id(2), 1.0, id(3), 0.5, id(4), 1.0, id(99), 1.0);

    Matches matches = search(ask("pears").in(SHOP).boosts(boosts));

    assertThat(matches.matches()).extracting(Match::id).containsExactly(id(2), id(1), id(3));
    assertThat(matches.total()).isEqualTo(3);
    assertThat(matches.matches().get(2).score()).isZero();
    assertThat(matches.matches().getFirst().score()).isLessThan(matches.matches().get(1).score());
  }

  @Test
  void deletingTakesItOutOfBothLegs() {
    put(
        memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.95)),
        memory(2).context("nuts").passage(Field.CONTEXT, "nuts", at(0.9)));

    index.apply(List.of(), List.of(id(1), id(77)), new Checkpoint(STORE, 3));

    assertThat(found(ask("pears").vector(axis()))).containsExactly(id(2));
    assertThat(found("pears")).isEmpty();
    assertThat(index.allIds()).containsExactly(id(2));
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void applyingAnewReplacesAllPassagesAndVectors() {
    put(
        memory(1)
            .context("pears")
            .passage(Field.CONTEXT, "pears", at(0.95))
            .passage(Field.CONTEXT, "more pears", at(0.94)));

    put(memory(1).context("steam").passage(Field.CONTEXT, "steam", at(0.1)));

    assertThat(found("pears")).isEmpty();
    assertThat(found(ask("fruit").vector(axis()))).isEmpty();
    assertThat(found("steam")).containsExactly(id(1));
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void vectorsOfAnotherDimensionAreNotCompared() {
    put(memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.95)));
    Embedding three = new Embedding(new float[] {1, 0, 0});
    put(memory(2).context("nuts").passage(Field.CONTEXT, "nuts", three));

    assertThat(found(ask("fruit").vector(three))).containsExactly(id(2));
    assertThat(found(ask("fruit").vector(axis()))).containsExactly(id(1));
  }

  @Test
  void aVectorThatIsNoneLeavesTheWords() {
    Embedding broken = new Embedding(new float[] {Float.NaN, 0, 0, 0});
    Embedding tooLong = new Embedding(new float[5_000]);
    put(
        memory(1)
            .context("pears")
            .passage(Field.CONTEXT, "pears", broken)
            .passage(Field.CONTEXT, "more pears", tooLong));

    assertThat(found(ask("pears").vector(axis()))).containsExactly(id(1));
  }

  @Test
  void whatNoPassageCoversIsShownAllTheSame() {
    put(
        memory(1)
            .context("pears")
            .file("src/cart/Cart.java")
            .passage(Field.CONTEXT, "pears", at(0.5)));

    Evidence evidence = evidence(ask("Cart.java").vector(axis()));

    assertThat(evidence.field()).isEqualTo(Field.FILES);
    assertThat(evidence.snippet()).isEqualTo("src/cart/Cart.java");
  }

  @Test
  void theSnippetShowsTheWordsOfTheQuestion() {
    String lesson =
        "We waited. ".repeat(60) + "The deadlock came from nested locks. " + "End. ".repeat(60);
    put(memory(1).lessons(lesson).passage(Field.LESSONS_LEARNED, lesson.strip(), null));

    Evidence evidence = evidence(ask("deadlock nested"));

    assertThat(evidence.snippet())
        .contains("deadlock came from nested locks")
        .startsWith("…")
        .endsWith("…")
        .hasSizeLessThanOrEqualTo(240);
    assertThat(evidence.terms()).containsExactly("deadlock", "nested");
  }

  @Test
  void answersDoNotDependOnTheOrderInWhichMemoriesCameIn() {
    Random random = new Random(99);
    List<TestMemories.Draft> memories = new ArrayList<>();
    String[] words = {"pear", "plum", "cache", "lock", "AuthService", "retry"};
    for (int i = 0; i < 120; i++) {
      String text = words[random.nextInt(words.length)] + " " + words[random.nextInt(words.length)];
      memories.add(
          memory(i)
              .context(text)
              .updated(NOON.plusSeconds(random.nextInt(3)))
              .passage(Field.CONTEXT, text, at(0.7 + 0.01 * random.nextInt(30))));
    }
    memories.forEach(this::put);
    List<TestMemories.Ask> questions =
        List.of(
            ask("pear lock"),
            ask("AuthService retry").vector(axis()),
            ask("zzyzx").vector(at(0.9)).count(30),
            ask("cache").vector(axis()).count(3));
    List<Matches> before = questions.stream().map(q -> search(q)).toList();

    index.clear();
    Collections.shuffle(memories, random);
    put(memories.toArray(TestMemories.Draft[]::new));

    assertThat(questions.stream().map(q -> search(q)).toList()).isEqualTo(before);
  }
}
