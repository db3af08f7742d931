package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Status, news, memories from elsewhere, and calls that come too late.
class ServingTest extends MemoriesFixture {
  @Test
  void aMemoryWhosePartsAgreeIsFoundWell() {
    String id = save(Sample.context("first")).id().value();
    update(Sample.merge(id, Sample.lessons("learnt")));
    String gone = save(Sample.context("second")).id().value();
    done(memories.delete(gone, call()));

    assertThat(memories.examine(call()))
        .extracting(finding -> finding.subject() + ": " + finding.verdict())
        .startsWith("journal: GOOD", "store: GOOD", "index: GOOD")
        .contains("model: GOOD");
  }

  @Test
  void theStatusCounts() {
    save(Sample.context("one"));
    save(Sample.context("two"), Sample.BANK);
    save(Sample.context("three"), Sample.BANK);
    track("src/a.py");
    awaitVectors();

    Status status = status();

    assertThat(status.memories()).isEqualTo(3);
    assertThat(status.projects())
        .containsExactly(
            new Status.ProjectCount(Sample.BANK, 2), new Status.ProjectCount(Sample.SHOP, 1));
    assertThat(status.changes()).isEqualTo(4);
    assertThat(status.indexed()).isEqualTo(3);
    assertThat(status.withVectors()).isEqualTo(3);
    assertThat(status.model()).isEqualTo("words");
    assertThat(status.modelState()).isEqualTo("ready");
    assertThat(status.degraded()).isEmpty();
  }

  @Test
  void listenersAreToldOfEveryAcknowledgedChangeInOrder() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);

    Memory memory = save(Sample.context("x"));
    update(Sample.merge(prefix(memory), Sample.context("y")));
    update(Sample.merge(prefix(memory), Sample.context("y")));
    done(memories.delete(prefix(memory), call()));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, true));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, false));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, true));
    listening.close();
    save(Sample.context("z"));
    assertThat(told).isEmpty();
  }

  private static Changed news(Memory memory, boolean appearance) {
    return new Changed(memory.id(), Sample.SHOP, appearance, false, Set.of(), Set.of());
  }

  @Test
  void newsNamesWhatAMemoryWasAboutBeforeAndIsAboutNow() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);

    Memory old = save(Sample.files("old", "src/a.py"));
    update(
        Sample.replace(
            prefix(old),
            Sample.content(
                "new",
                List.of(),
                List.of(),
                List.of(new Decision("use H2")),
                List.of(new Entity("AuthService"), new Entity("src/c.py", "file", null)),
                List.of("src/b.py"))));
    done(memories.delete(prefix(old), call()));

    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new Changed(old.id(), Sample.SHOP, true, false, Set.of(), Set.of("src/a.py")));
    Set<String> entities = Set.of("authservice", "src/c.py");
    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                old.id(),
                Sample.SHOP,
                false,
                true,
                entities,
                Set.of("src/a.py", "src/b.py", "src/c.py")));
    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                old.id(), Sample.SHOP, true, true, entities, Set.of("src/b.py", "src/c.py")));
    listening.close();
  }

  @Test
  void aMemoryFromElsewhereIsTakenInOnceWithItsIdAndItsDates() {
    MemoryId id = new MemoryId("00112233445566778899aabbccddeeff");
    Instant then = clock.instant().minusSeconds(86_400);
    Memory elsewhere =
        new Memory(
            id,
            Sample.context("a zebra from afar"),
            List.of(),
            Sample.BANK,
            Sample.LATER,
            then,
            then,
            1);

    assertThat(offer(elsewhere, true)).isEqualTo(Offer.Result.ADDED);
    assertThat(refused(memories.history(id.value(), call())).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(offer(elsewhere, false)).isEqualTo(Offer.Result.ADDED);
    assertThat(get(id.value())).isEqualTo(elsewhere);
    assertThat(offer(elsewhere, false)).isEqualTo(Offer.Result.ALREADY_THERE);
    update(Sample.merge(id.value(), Sample.lessons("Learnt here.")));
    Memory other =
        new Memory(
            id,
            Sample.context("another"),
            List.of(),
            Sample.BANK,
            Sample.LATER,
            then,
            then.plusSeconds(1),
            2);
    assertThat(offer(other, false)).isEqualTo(Offer.Result.DIFFERS);
    assertThat(done(memories.offer(new Offer(other, Offer.Kind.STATE, false), call())))
        .isEqualTo(Offer.Result.NEWER_HERE);
    done(memories.delete(id.value(), call()));
    assertThat(offer(elsewhere, true)).isEqualTo(Offer.Result.DELETED_HERE);
  }

  private Offer.Result offer(Memory memory, boolean dryRun) {
    return done(memories.offer(new Offer(memory, Offer.Kind.REVISION, dryRun), call()));
  }

  @Test
  void newsNamesWhatAMemoryReplaces() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);
    Memory old = save(Sample.context("old"));
    // From another process news comes a little later.
    assertThat(told.poll(10, TimeUnit.SECONDS)).extracting(Changed::id).isEqualTo(old.id());

    Memory replacing = done(memories.save(superseding(prefix(old)), call())).memory();

    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                replacing.id(), Sample.SHOP, true, true, Set.of(), Set.of(), Set.of(old.id())));
    listening.close();
  }

  @Test
  void aCancelledOrLateCallIsNotCarriedOut() {
    Call cancelled = call();
    cancelled.cancel();
    Call late = Call.within(Duration.ZERO);
    Draft draft = Sample.draft(Sample.context("x"));

    assertThatThrownBy(() -> memories.save(draft, cancelled))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
    assertThatThrownBy(() -> memories.save(draft, late))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.TIMED_OUT));
    assertThat(status().memories()).isZero();
  }

  @Test
  void closedMemoriesTakeNoCallsAndCloseTwice() {
    memories.close();
    memories.close();

    assertThatThrownBy(() -> memories.status(call()))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }
}
