package dev.pactmemory.sharing;

import dev.pactmemory.model.MemoryException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// An election among the memories of one process, where a lock of the operating system knows no
/// difference between them.
final class SeatElection implements Election {
  /// One where nobody is ever elected.
  static final Election NEVER = (_, _) -> () -> {};

  private final Semaphore seat = new Semaphore(1, true);

  @Override
  public Candidacy stand(Runnable elected, Consumer<MemoryException> failed) {
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean seated = new AtomicBoolean();
    Thread.ofVirtual()
        .name("seat-election")
        .start(() -> {
          seat.acquireUninterruptibly();
          seated.set(true);
          if (over.get()) {
            leave(seated);
          } else {
            elected.run();
          }
        });
    return () -> {
      over.set(true);
      leave(seated);
    };
  }

  private void leave(AtomicBoolean seated) {
    if (seated.compareAndSet(true, false)) {
      seat.release();
    }
  }
}
