package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What calls and listeners see when another leads, or the first try to lead fails.
class LeaderChangeTest extends SharingFixture {
  @Test
  void aCallGoesToTheNextLeaderUnderTheSameRequestId() throws Exception {
    ConcurrentLinkedQueue<String> requestIds = new ConcurrentLinkedQueue<>();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    LeaderPort first =
        lead(
            Scripted.deleting((_, call) -> {
              requestIds.add(call.requestId());
              began.countDown();
              await(never, Duration.ofSeconds(2));
              throw new MemoryException(MemoryException.Code.CLOSED, "too late");
            }));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> delete(patient(), "x"));
    await(began);

    first.close();
    lead(
        Scripted.deleting((_, call) -> {
          requestIds.add(call.requestId());
          return Outcome.done(new Deleted(ID, 2));
        }));

    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.done(new Deleted(ID, 2)));
    assertThat(requestIds).hasSize(2);
    assertThat(requestIds.stream().distinct()).hasSize(1);
    never.countDown();
  }

  @Test
  void aFollowerTakesOverAndTheFormerLeadersMemoryWasClosedBefore() throws Exception {
    SeatElection seat = new SeatElection();
    Scripted old = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    CompletableFuture<Boolean> closedBefore = new CompletableFuture<>();
    SharedMemories first = shared(seat, () -> old);
    assertThat(delete(first, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
    SharedMemories second =
        shared(
            seat,
            () -> {
              closedBefore.complete(old.isClosed());
              return Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 2)));
            });
    assertThat(delete(second, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));

    first.close();

    assertThat(closedBefore.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(delete(second, "x")).isEqualTo(Outcome.done(new Deleted(ID, 2)));
  }

  @Test
  void aListenerIsToldThatNewsMayHaveBeenMissedBetweenTwoLeaders() throws Exception {
    Scripted former = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    LeaderPort first = lead(former);
    SharedMemories follower = follower();
    BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();
    open.add(follower.listen(heard::add));
    former.tell(NEWS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);

    first.close();
    Scripted next = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 2)));
    lead(next);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Changed.ANYTHING);
    next.tell(NEWS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
  }

  @Test
  void aLeaderThatCannotOpenAnythingLetsTheNextCallTryAgain() throws Exception {
    List<Integer> tries = new ArrayList<>();
    SharedMemories memories =
        shared(
            new SeatElection(),
            () -> {
              tries.add(1);
              if (tries.size() == 1) {
                throw new IllegalStateException("the first try fails in this test");
              }
              return Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
            });

    assertThatThrownBy(() -> delete(memories, "x")).hasMessage("the memory could not be opened");
    assertThat(delete(memories, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }
}
