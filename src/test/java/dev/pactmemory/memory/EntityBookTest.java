package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.model.Entity;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The entity book.
class EntityBookTest extends MemoriesFixture {
  private Page<KnownEntity> entities(@Nullable String name, @Nullable String type) {
    return done(
        memories.entities(
            new EntityQuery(name, type, new Scope.Current(Sample.SHOP), 20, null), call()));
  }

  private static List<String> names(Page<KnownEntity> page) {
    return page.items().stream().map(KnownEntity::name).toList();
  }

  @Test
  void theEntityBookTellsAllThatIsKnownOfAName() {
    Memory first =
        save(
            Sample.content(
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    new Entity("AuthService", "service", "issues tokens"),
                    new Entity("Redis", "database", null)),
                List.of("src/auth.py")));
    tick();
    Memory second =
        save(
            Sample.entities(
                new Entity("authservice", "class", null), new Entity("Redis"), new Entity("JWT")));
    save(Sample.entities(new Entity("AuthServiceTest")));
    save(Sample.entities(new Entity("AuthService")), Sample.BANK);

    Page<KnownEntity> page = entities("AUTHSERVICE", null);

    assertThat(names(page)).containsExactly("AuthService", "AuthServiceTest");
    assertThat(page.total()).isEqualTo(2);
    KnownEntity known = page.items().getFirst();
    assertThat(known.memories()).isEqualTo(2);
    assertThat(known.types())
        .containsExactly(
            new KnownEntity.Counted("class", 1), new KnownEntity.Counted("service", 1));
    assertThat(known.notes())
        .extracting(
            KnownEntity.Note::memory,
            KnownEntity.Note::since,
            KnownEntity.Note::type,
            KnownEntity.Note::text)
        .containsExactly(
            tuple(second.id(), second.createdAt(), "class", null),
            tuple(first.id(), first.createdAt(), "service", "issues tokens"));
    assertThat(known.neighbours())
        .containsExactly(new KnownEntity.Counted("Redis", 2), new KnownEntity.Counted("JWT", 1));
    assertThat(known.files()).containsExactly(new KnownEntity.Counted("src/auth.py", 1));
    assertThat(page.items().getLast().notes()).isEmpty();
  }

  @Test
  void theEntityBookFindsANameByLessThanIt() {
    save(Sample.entities(new Entity("RateLimiter", "middleware", "per IP"), new Entity("Redis")));
    save(Sample.entities(new Entity("Redis")));

    assertThat(entities("rate-limiter", null).items().getFirst().notes()).hasSize(1);
    assertThat(entities("limiter", null).items().getFirst().notes()).hasSize(1);
    assertThat(entities("Rediss", null).items().getFirst().notes()).hasSize(2);
    assertThat(entities("rateLimiterX", "service").items()).isEmpty();
    Page<KnownEntity> none = entities("Radix", null);
    assertThat(none.items()).isEmpty();
    assertThat(none.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, List.of("Redis")));
    assertThat(
            refused(
                    memories.entities(
                        new EntityQuery(" ", null, new Scope.Current(Sample.SHOP), 5, null),
                        call()))
                .field())
        .isEqualTo("name");
  }

  @Test
  void theEntityBookListsMostUsedFirstPageByPage() {
    save(Sample.entities(new Entity("C"), new Entity("A", "Service", null)));
    save(Sample.entities(new Entity("B", "service", null), new Entity("C")));
    Memory gone = save(Sample.entities(new Entity("Gone"), new Entity("B")));
    done(memories.delete(prefix(gone), call()));

    assertThat(names(entities(null, null))).containsExactly("C", "A", "B");
    assertThat(names(entities(null, "SERVICE"))).containsExactly("A", "B");
    assertThat(entities(null, null).items().getFirst().memories()).isEqualTo(2);
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Page<KnownEntity> page =
          done(
              memories.entities(
                  new EntityQuery(null, null, new Scope.Current(Sample.SHOP), 1, cursor), call()));
      assertThat(page.total()).isEqualTo(3);
      walked.addAll(names(page));
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(walked).containsExactly("C", "A", "B");
    assertThat(entities(null, "table").nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 3, List.of()));
  }

  @Test
  void theNotesOfAnEntityAreWalkedPageByPage() {
    for (int i = 0; i < 5; i++) {
      tick();
      save(Sample.entities(new Entity("Redis", null, "note " + i)));
    }
    save(Sample.entities(new Entity("RedisCluster")));

    List<String> notes = new ArrayList<>();
    String cursor = null;
    do {
      Page<KnownEntity> page =
          done(
              memories.entities(
                  new EntityQuery("redis", null, new Scope.Current(Sample.SHOP), 2, cursor),
                  call()));
      assertThat(page.total()).isEqualTo(5);
      page.items().getFirst().notes().forEach(note -> notes.add(String.valueOf(note.text())));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(notes).containsExactly("note 4", "note 3", "note 2", "note 1", "note 0");
  }
}
