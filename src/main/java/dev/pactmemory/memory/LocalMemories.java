package dev.pactmemory.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.advice.Advisor;
import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The memories of one home, opened in this process and held by it alone. Safe for many threads.
public final class LocalMemories implements Memories {
  private static final Logger LOG = LoggerFactory.getLogger(LocalMemories.class);

  /// How long a search waits for the index: longer than any ordinary batch takes. While the index
  /// is filled from nothing it only waits for a small one.
  private static final Duration INDEX_PATIENCE = Duration.ofSeconds(10);

  private static final Duration REFILL_PATIENCE = Duration.ofSeconds(1);

  /// How long a search waits for a model that is being loaded: the last moment of it, no more.
  private static final Duration MODEL_PATIENCE = Duration.ofMillis(250);

  private static final int MAX_CALLS = 1 << 20;
  private static final long CLOSE_SECONDS = 10;

  private final Parts parts;
  private final String home;
  private final LazyEmbedder model;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String version;
  private final News news = new News();
  private final YoungGeneration young = new YoungGeneration(System::gc);

  /// One permit for each call under way; all of them to close.
  private final Semaphore calls = new Semaphore(MAX_CALLS);

  private volatile boolean closed;

  @GuardedBy("this")
  private Engine engine;

  private LocalMemories(
      Parts parts,
      String home,
      LazyEmbedder model,
      InstantSource clock,
      RandomGenerator random,
      String version) {
    this.parts = parts;
    this.home = home;
    this.model = model;
    this.clock = clock;
    this.random = random;
    this.version = version;
    this.engine = Engine.open(parts, model, clock, news::tell, false);
  }

  /// Takes and opens the home, made if it is not there: waits up to five seconds for another
  /// process to leave it, and as long as it takes to bring the store to the end of the journal.
  ///
  /// @param model loaded when first needed; closed with the memories, also if opening them fails
  /// @param random of a quality fit for ids; used by one thread at a time
  /// @param version of the program, for the status
  /// @throws MemoryException if the home is held by another process, cannot be read or written, or
  ///   was written by a newer program
  public static LocalMemories open(
      Path home, LazyEmbedder model, InstantSource clock, RandomGenerator random, String version) {
    return open(home, model, clock, random, version, _ -> {});
  }

  /// The same, telling how far it is where it takes long.
  ///
  /// @param progress told a line now and then
  public static LocalMemories open(
      Path home,
      LazyEmbedder model,
      InstantSource clock,
      RandomGenerator random,
      String version,
      Consumer<String> progress) {
    return open(
        new Home(home, Disk.real(), clock, H2Store::open, progress),
        home.toString(),
        model,
        clock,
        random,
        version);
  }

  /// Empties the search index of a home; the next opening fills it again from the store. Nothing is
  /// only in it.
  ///
  /// @throws MemoryException `BUSY` if another process holds the home
  public static void forgetIndex(Path home, InstantSource clock) {
    new Home(home, Disk.real(), clock).forgetIndex();
  }

  /// Writes what a home holds to a file; needs no lock, see [Backup].
  ///
  /// @param replace whether a file already there may be replaced
  /// @param progress told a line now and then
  public static Outcome<Backup.Contents> backUp(
      Path home, Path file, boolean replace, Consumer<String> progress) {
    return new Home(home, Disk.real(), InstantSource.system())
        .read(journal -> Backup.write(journal, file, replace, Disk.real(), progress));
  }

  /// Puts the memories of a backup into a home. The store and the index are made from them at the
  /// next opening.
  ///
  /// @param force whether memories that are there may be moved aside; nothing is deleted
  /// @param progress told a line now and then
  /// @throws MemoryException `BUSY` if another process holds the home, `DAMAGED` if the file is no
  ///   whole backup; nothing was changed then
  public static Outcome<Restored> restore(
      Path home, Path backup, boolean force, InstantSource clock, Consumer<String> progress) {
    return new Home(home, Disk.real(), clock, H2Store::open, progress).restore(backup, force);
  }

  /// Gives every memory of a home as a line of JSON, see [Export]; needs no lock.
  public static Exported export(Path home, Consumer<String> lines) {
    return new Home(home, Disk.real(), InstantSource.system())
        .read(directory -> {
          try (Journal journal = Journal.open(directory, Disk.real())) {
            return new Export(journal).write(lines);
          }
        });
  }

  /// Looks at the files of a home without opening it; works beside whoever has it open.
  ///
  /// @param fix whether to mend permissions, and delete what work that was cut short left behind
  public static List<Finding> examineFiles(Path home, boolean fix) {
    return HomeFiles.examine(home, fix);
  }

  /// Moves the store aside and empties the index; the next opening makes both again from the
  /// journal.
  ///
  /// @throws MemoryException `BUSY` if another process holds the home, `DAMAGED` if the journal is
  ///   not whole; nothing was changed then
  public static void forgetStore(Path home, InstantSource clock) {
    new Home(home, Disk.real(), clock).forgetStore();
  }

  /// Takes deleted memories, with all their revisions, away for good: out of the journal, and out
  /// of the store and the index, which are made again at the next opening.
  ///
  /// @param refs ids of deleted memories or unique beginnings of them; empty for all
  /// @param before only those deleted before
  /// @param apply false to only say what would be purged
  /// @param progress told a line now and then
  /// @throws MemoryException `BUSY` if another process holds the home, `DAMAGED` if the journal is
  ///   not whole; nothing was changed then
  public static Outcome<Purged> purge(
      Path home,
      List<String> refs,
      Instant before,
      boolean apply,
      InstantSource clock,
      Consumer<String> progress) {
    return new Home(home, Disk.real(), clock, H2Store::open, progress).purge(refs, before, apply);
  }

  /// The stretches of a memory that are searched, without their vectors.
  public static List<Passage> passages(Memory memory) {
    return Passages.of(memory);
  }

  static LocalMemories open(
      Parts parts,
      String home,
      LazyEmbedder model,
      InstantSource clock,
      RandomGenerator random,
      String version) {
    try {
      return new LocalMemories(parts, home, model, clock, random, version);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    return SecretGuard.pass(draft)
        .then(passed ->
            saveAdvised(passed.request(), call)
                .then(saved -> Outcome.done(saved.with(passed.advice()))));
  }

  private Outcome<Saved> saveAdvised(Draft draft, Call call) {
    return ask(
        open -> {
          Twins twins = new Twins(open, draft);
          Saving saving = new Saving(draft, clock.instant(), random, forWrites(open));
          return open.writer()
              .write(saving, call, twins)
              .then(saved ->
                  Outcome.done(twins.told(saved).with(Advisor.onSave(saved.memory().content()))));
        },
        call);
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    return read(open -> SecretGuard.pass(update, open.store()), call)
        .then(passed ->
            write(open -> new Updating(passed.request(), clock.instant(), forWrites(open)), call)
                .then(saved ->
                    Outcome.done(
                        saved
                            .with(passed.advice())
                            .with(
                                saved.changed()
                                    ? Advisor.onUpdate(saved.memory().content(), passed.request())
                                    : List.of()))));
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    Importing importing = new Importing(offer.memory(), offer.kind());
    return offer.dryRun()
        ? read(open -> Outcome.done(importing.look(open.store())), call)
        : write(_ -> importing, call);
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return write(_ -> new Deleting(ref), call);
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    return write(open -> new Undeleting(ref, session, clock.instant(), forWrites(open)), call);
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    return TrackingFiles.asksOnly(tracking)
        ? read(
            open -> Outcome.done(open.store().tracked(tracking.project(), tracking.session())),
            call)
        : write(_ -> new TrackingFiles(tracking, clock.instant()), call);
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    return read(
        open -> {
          Outcome<Found> found = searching(open, call).search(query);
          found = isOutdated(found, open) ? searching(open, call).search(query) : found;
          young.searched();
          return found;
        },
        call);
  }

  /// Whether the index, taken for whole, was emptied meanwhile to be filled again.
  private static boolean isOutdated(Outcome<Found> found, Engine open) {
    return open.catchUp().isRefilling()
        && found instanceof Outcome.Done<Found>(Found answer)
        && !answer.degraded().contains(Degradation.INDEX_CATCHING_UP);
  }

  /// A search over an index that has seen every change, if it gets there in time.
  private Searching searching(Engine open, Call call) {
    Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
    Embedder embedder = embedder(call);
    degraded.addAll(forSearches(open));
    Duration patience = open.catchUp().isRefilling() ? REFILL_PATIENCE : INDEX_PATIENCE;
    if (open.catchUp().await(open.store().lastTouch(), patience, call)) {
      degraded.remove(Degradation.INDEX_CATCHING_UP);
    } else {
      degraded.add(Degradation.INDEX_CATCHING_UP);
    }
    call.check();
    return new Searching(open.store(), open.index(), embedder, degraded, call);
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    return read(open -> new ByFile(open.store()).search(query), call);
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    return read(open -> new Getting(open.store(), revision).get(refs), call);
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    return read(open -> new Listing(open.store()).list(query), call);
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    return read(open -> new Naming(open.store()).names(query), call);
  }

  @Override
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    return read(open -> new OpenWork(open.store()).tasks(query), call);
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    return read(
        open -> {
          DecisionTopic topic = new DecisionTopic(open.store(), () -> searching(open, call));
          return new DecisionLog(open.store(), topic).log(query);
        },
        call);
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    return read(open -> new EntityBook(open.store()).entities(query), call);
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    return read(open -> new Histories(open.store()).history(ref), call);
  }

  @Override
  public Status status(Call call) {
    return ask(this::status, call);
  }

  @Override
  public List<Finding> examine(Call call) {
    return ask(open -> new Examination(open, model, call).findings(), call);
  }

  private Status status(Engine open) {
    MemoryStore store = open.store();
    String modelId =
        model.state() instanceof LazyEmbedder.State.Ready(Embedder embedder)
            ? embedder.modelId()
            : null;
    String modelState =
        switch (model.state()) {
          case LazyEmbedder.State.Loading() -> "loading";
          case LazyEmbedder.State.Ready _ -> "ready";
          case LazyEmbedder.State.Unavailable(String reason) -> reason;
        };
    return new Status(
        version,
        home,
        store.count(),
        store.projects(),
        Math.max(open.journal().lastNumber(), store.position()),
        open.index().size(),
        modelId == null ? 0 : store.countWithVectors(modelId),
        modelId,
        modelState,
        "single",
        forSearches(open));
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    return news.listen(listener);
  }

  private <T> Outcome<T> read(Function<Engine, Outcome<T>> question, Call call) {
    return ask(question, call);
  }

  private <T> Outcome<T> write(Function<Engine, Write<T>> change, Call call) {
    return ask(open -> open.writer().write(change.apply(open), call), call);
  }

  /// Asks the engine; where it is lost on the way, the next one, once more. Nothing is done twice:
  /// a change that went through is known by its request.
  private <T> T ask(Function<Engine, T> question, Call call) {
    return within(
        call,
        () -> {
          boolean again = false;
          while (true) {
            Engine open = engine();
            try {
              return question.apply(open);
            } catch (EngineLost e) {
              LOG.debug("the call is given to the next engine", e);
            } catch (MemoryException e) {
              if (again || !isLost(open, e)) {
                throw e;
              }
              again = true;
              LOG.debug("the call is tried with the next engine", e);
            }
            call.check();
          }
        });
  }

  /// Whether the failure means that the engine serves no more.
  private static boolean isLost(Engine open, MemoryException failure) {
    switch (failure.code()) {
      case DISK_FULL, IO_ERROR -> open.checkStore();
      case DAMAGED -> open.storeIsDamaged();
      case BUSY, TIMED_OUT, CANCELLED, READ_ONLY, STORE_TOO_NEW, CLOSED -> {}
    }
    return open.isLost();
  }

  private <T> T within(Call call, Supplier<T> work) {
    call.check();
    if (closed || !calls.tryAcquire()) {
      throw new MemoryException(MemoryException.Code.CLOSED, "the program is stopping");
    }
    try {
      return work.get();
    } finally {
      calls.release();
    }
  }

  /// The engine; opened anew if store and journal parted.
  private synchronized Engine engine() {
    if (engine.isLost()) {
      try {
        engine.close();
      } catch (MemoryException e) {
        LOG.warn("the store that was given up did not close cleanly", e);
      }
      engine = Engine.open(parts, model, clock, news::tell, engine.isStoreDamaged());
    }
    return engine;
  }

  private @Nullable Embedder embedder(Call call) {
    long patience = Math.min(MODEL_PATIENCE.toNanos(), call.remaining().toNanos());
    LazyEmbedder.State state = model.state();
    if (state instanceof LazyEmbedder.State.Loading) {
      try {
        state = model.settled().get(patience, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      } catch (ExecutionException e) {
        throw new IllegalStateException("loading a model never fails so", e);
      }
    }
    return state instanceof LazyEmbedder.State.Ready(Embedder embedder) ? embedder : null;
  }

  /// What the receipt of a write says: whether it will be found by meaning.
  private Set<Degradation> forWrites(Engine open) {
    Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
    switch (model.state()) {
      case LazyEmbedder.State.Loading() -> degraded.add(Degradation.MODEL_LOADING);
      case LazyEmbedder.State.Unavailable _ -> degraded.add(Degradation.MODEL_UNAVAILABLE);
      case LazyEmbedder.State.Ready _ -> {}
    }
    if (open.catchUp().isRefilling()) {
      degraded.add(Degradation.INDEX_CATCHING_UP);
    }
    return degraded;
  }

  private Set<Degradation> forSearches(Engine open) {
    Set<Degradation> degraded = forWrites(open);
    boolean ready = model.state() instanceof LazyEmbedder.State.Ready;
    if (ready && (open.vectors().isPending() || open.catchUp().isUnsighted())) {
      degraded.add(Degradation.VECTORS_PENDING);
    }
    return degraded;
  }

  /// Takes no more calls, waits a bounded time for those under way, and closes the parts in order.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!calls.tryAcquire(MAX_CALLS, CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("calls were still under way when the memory was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      engine.close();
    }
    news.close();
    model.close();
  }
}
