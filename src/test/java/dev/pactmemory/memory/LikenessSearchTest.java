package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is found by the id of a memory: those like it.
class LikenessSearchTest extends MemoriesFixture {
  @Test
  void anIdFindsTheMemoriesLikeThatOneInAnyCaseAndByAPrefix() {
    Memory given = save(Sample.context("zeppelin engine overheats at the lake"));
    Memory alike = save(Sample.context("at the lake a zeppelin engine overheats"));
    Memory touching = save(Sample.context("a lake of ink, told at length to whoever asks"));
    save(Sample.context("nothing in common"));
    awaitVectors();

    Found found = search(given.id().value());

    assertThat(ids(found)).containsExactly(alike.id().value(), touching.id().value());
    assertThat(found.total()).isEqualTo(2);
    assertThat(found.hits()).extracting(Hit::band).containsExactly(Hit.Band.STRONG, Hit.Band.WEAK);
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.WORDS, "engine, lake, overheats, zeppelin"));
    assertThat(search(" " + prefix(given).toUpperCase(Locale.ROOT) + " ")).isEqualTo(found);
    assertThat(search(given.id().value().substring(0, MemoryId.MIN_PREFIX))).isEqualTo(found);
  }

  @Test
  void likenessKeepsToWhatNarrowsAQuestion() {
    Memory given = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory linked = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory newer = save(Sample.context("zeppelin engine"));
    Memory elsewhere = save(Sample.context("zeppelin engine"), Sample.BANK);
    Memory lesson = save(Sample.lessons("zeppelin engine"));

    assertThat(ids(like(given, new Scope.Current(Sample.BANK), null, null, Set.of())))
        .containsExactly(elsewhere.id().value());
    assertThat(ids(like(given, shop(), "src/engine.py", null, Set.of())))
        .startsWith(linked.id().value())
        .hasSize(3);
    assertThat(ids(like(given, shop(), null, newer.updatedAt(), Set.of())))
        .containsExactlyInAnyOrder(newer.id().value(), lesson.id().value());
    assertThat(ids(like(given, shop(), null, null, Set.of(Field.LESSONS_LEARNED))))
        .containsExactly(lesson.id().value());
  }

  private Found like(
      Memory given,
      Scope scope,
      @Nullable String currentFile,
      @Nullable Instant since,
      Set<Field> fields) {
    SearchQuery query =
        new SearchQuery(prefix(given), scope, 10, currentFile, since, null, fields, null, null);
    return done(memories.search(query, call()));
  }

  @Test
  void thePagesOfLikenessMissAndRepeatNothingAndEndWithTheMemory() {
    Memory given = save(Sample.context("common word number 0"));
    Set<String> others = new HashSet<>();
    for (int i = 1; i < 8; i++) {
      others.add(save(Sample.context("common word number " + i)).id().value());
    }
    awaitVectors();

    List<String> walked = new ArrayList<>();
    String cursor = null;
    String last = null;
    do {
      Found page =
          done(memories.search(Sample.query(prefix(given), shop(), 3, null, cursor), call()));
      assertThat(page.total()).isEqualTo(7);
      walked.addAll(ids(page));
      last = cursor;
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).hasSize(7).containsExactlyInAnyOrderElementsOf(others);
    done(memories.delete(prefix(given), call()));
    assertThat(
            refused(memories.search(Sample.query(prefix(given), shop(), 3, null, last), call()))
                .field())
        .isEqualTo("cursor");
  }

  @Test
  void aMemoryIsNotLikeItselfWhateverItReplaces() {
    Memory old = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory given = supersede(old, "zeppelin engine of another kind");
    awaitVectors();

    Found found = search(given.id().value());

    assertThat(ids(found)).containsExactly(old.id().value());
    Hit.Later later = found.hits().getFirst().later();
    assertThat(later).isNotNull();
    assertThat(given.id().value()).startsWith(later.shortId());
  }

  @Test
  void nothingIsLikeAMemoryWithoutAWordInCommon() {
    Memory given = save(Sample.context("zeppelin"));
    save(Sample.context("submarine"));
    save(Sample.context("zeppelin"), Sample.BANK);

    Found found = search(given.id().value());

    assertThat(found.hits()).isEmpty();
    assertThat(found.nothing()).isNotNull();
    assertThat(found.nothing().why()).isEqualTo(Found.Nothing.Why.FILTERED_OUT);
    assertThat(found.nothing().filteredOut()).isEqualTo(1);
  }

  @Test
  void whatLooksLikeAnIdAndIsNoneIsAWord() {
    Memory deleted = save(Sample.context("zeppelin"));
    done(memories.delete(prefix(deleted), call()));
    Memory given = save(Sample.context("zeppelin, gone in " + deleted.id() + " and in 0badc0ffee"));
    save(Sample.context("zeppelin"));

    assertThat(ids(search("0badc0ffee"))).containsExactly(given.id().value());
    assertThat(ids(search(deleted.id().value()))).containsExactly(given.id().value());
    assertThat(ids(search(prefix(given) + " zeppelin"))).contains(given.id().value());
  }

  @Test
  void aLongMemoryIsLikeAnotherInFewWordsTold() {
    List<Entity> components =
        IntStream.range(0, 40).mapToObj(i -> new Entity("Component" + i, null, null)).toList();
    String story = "zeppelin " + "and something else is told of it at length. ".repeat(500);
    Memory given =
        save(Sample.content(story, List.of(), List.of(), List.of(), components, List.of()));
    Memory alike =
        save(Sample.content(story, List.of(), List.of(), List.of(), components, List.of()));
    Memory sharing = save(Sample.entities(components.getFirst()));

    Found found = search(prefix(given));

    assertThat(ids(found)).startsWith(alike.id().value());
    assertThat(found.hits().getFirst().reasons()).hasSizeLessThan(6);
    assertThat(search(prefix(alike)).hits())
        .filteredOn(hit -> hit.memory().equals(sharing))
        .allSatisfy(hit -> assertThat(hit.band()).isNotEqualTo(Hit.Band.STRONG));
  }

  @Test
  void aMemoryOfFilesIsLikeOthersOfThem() {
    Memory given = save(Sample.files(null, "src/zeppelin.py"));
    Memory alike = save(Sample.files("an engine", "src/zeppelin.py"));
    save(Sample.files("a hangar", "lib/gate.rb"));

    assertThat(ids(search(prefix(given)))).startsWith(alike.id().value());
  }

  @Test
  void memoriesOfAFilesOtherNamesAreItsOwn() {
    Memory former = save(Sample.files("a", "src/old.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory current = save(Sample.files("b", "src/new.py"));
    Memory other = save(Sample.files("c", "lib/src/old.py"));
    FileQuery query =
        new FileQuery(
            "src/new.py",
            List.of(new FileQuery.OtherName("src/old.py", true)),
            new Scope.Current(Sample.SHOP),
            10,
            null);

    Found found = done(memories.searchByFile(query, call()));

    assertThat(ids(found)).containsExactly(current.id().value(), former.id().value());
    assertThat(ids(found)).doesNotContain(other.id().value());
    assertThat(found.hits().get(1).reasons())
        .containsExactly(new Hit.Reason(Hit.Reason.Kind.FILE, "was src/old.py"));
    assertThat(found.total()).isEqualTo(2);
  }
}
