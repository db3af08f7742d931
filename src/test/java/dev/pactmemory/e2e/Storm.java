package dev.pactmemory.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Many server processes on one home, each with a client that saves, updates, deletes, searches,
/// while they are killed, stopped, and robbed of their index. Afterwards what was acknowledged is
/// compared with what is there.
///
/// Each memory is changed by the client that saved it alone, so what it must hold is known, but for
/// the one change that was under way when a process died: that may be there or not, once.
final class Storm {
  /// What may befall the processes.
  enum Blow {
    KILL_LEADER,
    KILL_FOLLOWER,
    KILL_ALL,
    STOP_AND_GO_ON,
    DELETE_INDEX
  }

  /// What came of it; times in milliseconds.
  ///
  /// @param lost acknowledged changes that are not there
  /// @param duplicated saves that are there more than once
  /// @param wrong deleted memories that are there, texts nobody wrote
  /// @param emptyAnswers searches for something stored that were answered with nothing
  /// @param refusals calls answered with an error
  /// @param gaps from the death of a leader alone to the next acknowledgement to anyone
  /// @param restarts from the death of all to the next acknowledgement to anyone
  /// @param delays from an acknowledgement to another process finding it
  /// @param stored memories in the store afterwards
  /// @param indexed memories in the index afterwards
  record Report(
      int stored,
      int indexed,
      int acknowledged,
      int calls,
      int lost,
      int duplicated,
      int wrong,
      int emptyAnswers,
      int refusals,
      int kills,
      List<Long> gaps,
      List<Long> restarts,
      List<Long> delays,
      List<String> notes) {
    @Override
    public String toString() {
      return """
      acknowledged %d of %d calls, refused %d, kills %d
      lost %d, duplicated %d, wrong %d, answered wrongly as empty %d
      in the store %d, in the index %d
      gap after a leader's death: median %d ms, longest %d ms, of %d
      gap after the death of all: median %d ms, longest %d ms, of %d
      visible in another process after: median %d ms, longest %d ms, of %d
      """
              .formatted(
                  acknowledged,
                  calls,
                  refusals,
                  kills,
                  lost,
                  duplicated,
                  wrong,
                  emptyAnswers,
                  stored,
                  indexed,
                  median(gaps),
                  longest(gaps),
                  gaps.size(),
                  median(restarts),
                  longest(restarts),
                  restarts.size(),
                  median(delays),
                  longest(delays),
                  delays.size())
          + String.join("\n", notes);
    }

    private static long median(List<Long> times) {
      List<Long> sorted = times.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private static long longest(List<Long> times) {
      return times.stream().mapToLong(Long::longValue).max().orElse(0);
    }
  }

  private final Path home;
  private final Path directory;
  private final UnaryOperator<Launch> options;
  private final long seed;
  private final Set<Blow> blows;
  private final List<Client> clients = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger emptyAnswers = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicLong leaderDied = new AtomicLong();
  private final AtomicLong allDied = new AtomicLong();
  private final Collection<Long> gaps = new ConcurrentLinkedQueue<>();
  private final Collection<Long> restarts = new ConcurrentLinkedQueue<>();
  private final Collection<Long> delays = new ConcurrentLinkedQueue<>();
  private final Collection<String> notes = new ConcurrentLinkedQueue<>();

  /// Saved, acknowledged, and left alone from then on: whoever looks must find them. By their word.
  private final Map<String, String> settled = new ConcurrentHashMap<>();

  private final List<String> settledWords = new CopyOnWriteArrayList<>();

  Storm(
      Path home,
      Path directory,
      int processes,
      Set<Blow> blows,
      long seed,
      UnaryOperator<Launch> options) {
    this.home = home;
    this.directory = directory;
    this.options = options;
    this.seed = seed;
    this.blows = blows;
    for (int i = 0; i < processes; i++) {
      clients.add(new Client(i));
    }
  }

  Report rage(Duration duration, Duration betweenBlows) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Client client : clients) {
        running.add(threads.submit(client::run));
      }
      Random random = new Random(seed);
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() < end) {
        long pause = betweenBlows.toMillis() / 2 + random.nextLong(betweenBlows.toMillis());
        if (over.await(pause, TimeUnit.MILLISECONDS)) {
          break;
        }
        strike(random);
      }
      over.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    }
    return compare();
  }

  private void strike(Random random) throws IOException, InterruptedException {
    if (blows.isEmpty()) {
      return;
    }
    List<Blow> choice = List.copyOf(blows);
    switch (choice.get(random.nextInt(choice.size()))) {
      case KILL_LEADER -> {
        leaderDied.set(System.nanoTime());
        leader().ifPresentOrElse(this::kill, () -> leaderDied.set(0));
      }
      case KILL_FOLLOWER -> {
        Client client = clients.get(random.nextInt(clients.size()));
        client.process().filter(process -> !leads(process)).ifPresent(this::kill);
      }
      case KILL_ALL -> {
        leaderDied.set(0);
        allDied.set(System.nanoTime());
        clients.forEach(client -> client.process().ifPresent(this::kill));
      }
      case STOP_AND_GO_ON -> {
        var stopped = clients.get(random.nextInt(clients.size())).process();
        if (stopped.isPresent()) {
          signal("STOP", stopped.get());
          var _ = over.await(200 + random.nextInt(1_800), TimeUnit.MILLISECONDS);
          signal("CONT", stopped.get());
        }
      }
      case DELETE_INDEX -> {
        Path index = home.resolve("index");
        if (Files.exists(index)) {
          try {
            Directories.delete(index);
          } catch (UncheckedIOException e) {
            notes.add("the index was written to while it was deleted");
          }
        }
      }
    }
  }

  private java.util.Optional<ProcessHandle> leader() throws IOException {
    return clients.stream()
        .flatMap(client -> client.process().stream())
        .filter(this::leads)
        .findFirst();
  }

  private boolean leads(ProcessHandle process) {
    try {
      return Files.exists(home.resolve("leader"))
          && Files.readString(home.resolve("leader")).contains("pid=" + process.pid() + "\n");
    } catch (IOException e) {
      return false;
    }
  }

  private void kill(ProcessHandle process) {
    kills.incrementAndGet();
    process.destroyForcibly();
  }

  private void signal(String signal, ProcessHandle process) {
    Directories.runs(directory, "kill", "-" + signal, String.valueOf(process.pid()));
  }

  private void acknowledge() {
    acknowledged.incrementAndGet();
    note(leaderDied.getAndSet(0), gaps);
    note(allDied.getAndSet(0), restarts);
  }

  /// @param died nanoseconds; 0 where nothing did
  private static void note(long died, Collection<Long> gaps) {
    if (died != 0) {
      gaps.add((System.nanoTime() - died) / 1_000_000);
    }
  }

  /// Looks at everything through a fresh server.
  private Report compare() {
    int lost = 0;
    int duplicated = 0;
    int wrong = 0;
    JsonNode status;
    Map<String, String> texts = new HashMap<>();
    try (RawPipe fresh = options.apply(Launch.on(home, directory)).rawInitialized()) {
      String cursor = null;
      do {
        Map<String, Object> page = new LinkedHashMap<>(Json.object("project", "*", "limit", 50));
        if (cursor != null) {
          page.put("cursor", cursor);
        }
        JsonNode listed = fresh.call("memory_list", page).done();
        List<String> ids = Json.texts(listed.path("hits"), "id");
        if (!ids.isEmpty()) {
          for (JsonNode memory : fresh.done("memory_get", "ids", ids).path("memories")) {
            texts.put(memory.path("id").asString(), memory.toString());
          }
        }
        cursor = listed.path("cursor").asString(null);
      } while (cursor != null);
      Map<String, Integer> words = new HashMap<>();
      for (String text : texts.values()) {
        java.util.regex.Matcher matcher =
            java.util.regex.Pattern.compile("word[0-9]+x[0-9]+").matcher(text);
        Set<String> seen = new HashSet<>();
        while (matcher.find()) {
          if (seen.add(matcher.group())) {
            words.merge(matcher.group(), 1, Integer::sum);
          }
        }
      }
      for (Client client : clients) {
        for (Expected expected : client.memories) {
          @Nullable String text = texts.get(expected.id);
          switch (expected.fate) {
            case THERE -> {
              if (text == null) {
                lost++;
                notes.add("lost: " + expected);
              } else {
                for (String word : expected.words) {
                  if (!text.contains(word)) {
                    lost++;
                    notes.add("lost a change: " + word + " of " + expected);
                  }
                }
              }
            }
            case GONE -> {
              if (text != null) {
                wrong++;
                notes.add("deleted, but there: " + expected);
              }
            }
            case UNKNOWN -> {}
          }
        }
      }
      for (Map.Entry<String, Integer> word : words.entrySet()) {
        if (word.getValue() > 1) {
          duplicated++;
          notes.add("in " + word.getValue() + " memories: " + word.getKey());
        }
      }
      Await.until(
          "the index is whole",
          () -> !fresh.done("memory_status").path("degraded").toString().contains("index"));
      fresh.search("*", "word");
      for (Map.Entry<String, String> each : settled.entrySet()) {
        if (!fresh.search("*", each.getKey()).stream().anyMatch(each.getValue()::startsWith)) {
          wrong++;
          notes.add("in the store, but not in the index: " + each);
        }
      }
      status = fresh.done("memory_status");
    }
    return new Report(
        status.path("memories").asInt(),
        status.path("indexed").asInt(),
        acknowledged.get(),
        calls.get(),
        lost,
        duplicated,
        wrong,
        emptyAnswers.get(),
        refusals.get(),
        kills.get(),
        List.copyOf(gaps),
        List.copyOf(restarts),
        List.copyOf(delays),
        List.copyOf(notes));
  }

  private enum Fate {
    THERE,
    GONE,
    UNKNOWN
  }

  /// What a memory must be.
  private static final class Expected {
    private final String id;
    private final Set<String> words = new HashSet<>();
    private Fate fate = Fate.THERE;
    private boolean settled;

    Expected(String id, String word) {
      this.id = id;
      words.add(word);
    }

    @Override
    public String toString() {
      return id + " " + words + " " + fate;
    }
  }

  /// One session: a process, restarted when it dies, and what it was told.
  private final class Client {
    private final int number;
    private final Random random;
    private final List<Expected> memories = new ArrayList<>();
    private volatile @Nullable RawPipe pipe;
    private int words;

    Client(int number) {
      this.number = number;
      this.random = new Random(seed * 31 + number);
    }

    java.util.Optional<ProcessHandle> process() {
      RawPipe now = pipe;
      return now == null
          ? java.util.Optional.empty()
          : java.util.Optional.of(now.client().process().toHandle()).filter(ProcessHandle::isAlive);
    }

    void run() {
      while (over.getCount() > 0) {
        try (RawPipe started = options.apply(Launch.on(home, directory)).rawInitialized()) {
          pipe = started;
          while (over.getCount() > 0) {
            act(started);
          }
        } catch (AssertionError | RuntimeException e) {
          // The process died under the call; the next one takes over.
          if (process().isPresent()) {
            notes.add("client " + number + ": " + e);
            process().ifPresent(ProcessHandle::destroyForcibly);
          }
        }
      }
    }

    private void act(RawPipe server) {
      int dice = random.nextInt(10);
      if (dice < 5 || memories.isEmpty()) {
        save(server);
      } else if (dice < 7) {
        update(server, memories.get(random.nextInt(memories.size())));
      } else if (dice == 7) {
        delete(server, memories.get(random.nextInt(memories.size())));
      } else {
        search(server);
      }
    }

    private void save(RawPipe server) {
      String word = word();
      Reply reply = ask(server, "memory_save", Json.object("context", "About " + word));
      if (reply == null) {
        return;
      }
      String id = reply.structured().path("id").asString();
      acknowledge();
      Expected expected = new Expected(id, word);
      expected.settled = random.nextBoolean();
      memories.add(expected);
      if (expected.settled) {
        settled.put(word, id);
        settledWords.add(word);
        if (random.nextInt(4) == 0) {
          lookElsewhere(word, id, System.nanoTime());
        }
      }
    }

    /// Another process must find it at once.
    private void lookElsewhere(String word, String id, long savedNanos) {
      RawPipe other = clients.get(random.nextInt(clients.size())).pipe;
      if (other == null) {
        return;
      }
      try {
        if (search(other, word, id)) {
          delays.add((System.nanoTime() - savedNanos) / 1_000_000);
        }
      } catch (AssertionError | RuntimeException e) {
        calls.decrementAndGet(); // It was killed meanwhile.
      }
    }

    private void update(RawPipe server, Expected memory) {
      if (memory.fate != Fate.THERE || memory.settled) {
        return;
      }
      String word = word();
      Reply reply =
          ask(
              server,
              "memory_update",
              Json.object("id", memory.id, "lessons_learned", List.of("Learnt " + word)));
      if (reply != null) {
        memory.words.add(word);
        acknowledge();
      }
    }

    private void delete(RawPipe server, Expected memory) {
      if (memory.fate != Fate.THERE || memory.settled) {
        return;
      }
      memory.fate = Fate.UNKNOWN;
      Reply reply = ask(server, "memory_delete", Json.object("id", memory.id));
      if (reply != null) {
        memory.fate = Fate.GONE;
        acknowledge();
      }
    }

    private void search(RawPipe server) {
      if (settledWords.isEmpty()) {
        return;
      }
      String word = settledWords.get(random.nextInt(settledWords.size()));
      var _ = search(server, word, settled.getOrDefault(word, ""));
    }

    private boolean search(RawPipe server, String word, String id) {
      Map<String, Object> question = Json.object("query", word, "project", "*", "limit", 50);
      Reply reply = ask(server, "memory_search", question);
      if (reply == null) {
        return false;
      }
      boolean found =
          Json.texts(reply.structured().path("hits"), "id").stream().anyMatch(id::startsWith);
      // A part that is missing by intent, the model, excuses nothing.
      boolean catchingUp = reply.structured().path("degraded").toString().contains("index");
      if (!found && !catchingUp) {
        emptyAnswers.incrementAndGet();
        notes.add("not found: " + word + " in " + reply.structured());
      }
      return found;
    }

    /// The answer; null for an error, which acknowledges nothing.
    private @Nullable Reply ask(RawPipe server, String tool, Map<String, Object> arguments) {
      calls.incrementAndGet();
      Reply reply = server.call(tool, arguments);
      if (reply.isError()) {
        refusals.incrementAndGet();
        notes.add(tool + " refused: " + reply.text());
        return null;
      }
      return reply;
    }

    private String word() {
      return "word" + number + "x" + words++;
    }
  }
}
