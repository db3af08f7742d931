package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Calls that go to a leader, and what comes back: answers, refusals, news.
class ForwardedCallsTest extends SharingFixture {
  @Test
  void anAnswerTooLongIsRefusedWithARemedyAndTheNextComes() throws Exception {
    Memory huge = memory("x".repeat(Wire.MAX_FRAME_BYTES));
    lead(
        Scripted.getting((ref, _) ->
            Outcome.done(new Got(ref.equals("huge") ? List.of(huge) : List.of(), List.of()))));
    SharedMemories follower = patient();

    assertThatThrownBy(() -> get(follower, "huge"))
        .hasMessage("the answer is too long to be handed over; ask for fewer at once");
    assertThat(get(follower, "small")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void cancellingReachesTheLeader() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    lead(
        Scripted.deleting((_, call) -> {
          call.onCancel(cancelled::countDown);
          began.countDown();
          await(cancelled);
          call.check();
          throw new AssertionError();
        }));
    Call call = Call.within(Duration.ofSeconds(30));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> patient().delete("x", call));
    await(began);

    call.cancel();

    await(cancelled);
    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
  }

  @Test
  void aCallWhoseTimeIsUpSaysSoAlthoughTheLeaderIsAtWork() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    lead(
        Scripted.deleting((_, _) -> {
          await(end);
          return Outcome.done(new Deleted(ID, 1));
        }));

    assertThatThrownBy(() -> follower().delete("x", Call.within(Duration.ofMillis(300))))
        .hasMessage("the change was not confirmed in time; look before sending it again");
    end.countDown();
  }

  @Test
  void aSlowLeaderThatLivesIsWaitedFor() throws Exception {
    lead(
        Scripted.deleting((_, call) -> {
          // Longer than a leader may be silent.
          await(new CountDownLatch(1), QUICK.frozen().multipliedBy(2));
          return Outcome.done(new Deleted(ID, 1));
        }));

    assertThat(delete(follower(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aCallWaitingForALeaderCanBeCancelled() throws Exception {
    SharedMemories alone = follower(Waits.REAL);
    Call call = Call.within(Duration.ofSeconds(30));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> alone.delete("x", call));

    call.cancel();

    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
  }

  @Test
  void aFollowerThatAsksNothingHearsNews() throws Exception {
    Scripted led = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    lead(led);
    BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();

    open.add(follower().listen(heard::add));
    led.tell(NEWS);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
  }

  @Test
  void closedMemoriesSaySo() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    SharedMemories follower = follower();

    follower.close();
    follower.close();

    assertThatThrownBy(() -> delete(follower, "x")).hasMessage("the program is stopping");
  }
}
