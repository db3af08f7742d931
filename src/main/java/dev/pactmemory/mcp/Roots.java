package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a legacy client which directories it works in. Safe for many threads.
///
/// A client that says it knows, and then is silent, holds up the first calls for a moment only.
final class Roots {
  private static final Logger LOG = LoggerFactory.getLogger(Roots.class);

  /// An answer after this is not waited for by anyone and is dropped.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /// How long a call waits to know whose project it is about. Clients answer in milliseconds.
  private static final Duration CALL_WAIT = Duration.ofSeconds(1);

  private record Question(Object id, long askedAtNanos, CountDownLatch answered) {}

  private final Outbox outbox;
  private final Consumer<List<URI>> onRoots;
  private int asked;
  private volatile @Nullable Question open;

  Roots(Outbox outbox, Consumer<List<URI>> onRoots) {
    this.outbox = outbox;
    this.onRoots = onRoots;
  }

  /// Asks; a question still open is given up for this one.
  synchronized void ask() {
    Question given = open;
    if (given != null) {
      given.answered().countDown();
    }
    String id = "pact-roots-" + ++asked;
    open = new Question(id, System.nanoTime(), new CountDownLatch(1));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", id);
    request.put("method", "roots/list");
    outbox.write(request);
  }

  /// Takes an answer of the client, if it is the one waited for; an error counts as "none".
  void answered(Incoming.Response response) {
    Question question = open;
    if (question == null || !question.id().equals(response.id())) {
      return;
    }
    boolean late = System.nanoTime() - question.askedAtNanos() > ANSWER_LIMIT.toNanos();
    // On its own thread: what is done with the roots may read files, the reader must not wait.
    Thread.ofVirtual()
        .name("mcp-roots")
        .start(() -> use(question, late ? List.of() : uris(response.result())));
  }

  private void use(Question question, List<URI> uris) {
    synchronized (this) {
      if (!question.equals(open)) {
        return;
      }
      try {
        if (!uris.isEmpty()) {
          onRoots.accept(uris);
        }
      } catch (RuntimeException e) {
        LOG.error("The client's roots could not be used", e);
      } finally {
        open = null;
        question.answered().countDown();
      }
    }
  }

  /// Waits for an open question, for a short while.
  void await(Call call) {
    Question question = open;
    if (question == null) {
      return;
    }
    call.onCancel(question.answered()::countDown);
    long spent = System.nanoTime() - question.askedAtNanos();
    try {
      boolean _ =
          question.answered().await(Math.max(0, CALL_WAIT.toNanos() - spent), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<URI> uris(Map<String, Object> result) {
    List<URI> uris = new ArrayList<>();
    if (result.get("roots") instanceof List<?> roots) {
      for (Object root : roots) {
        Map<String, Object> fields = Json.asObject(root);
        if (fields != null && fields.get("uri") instanceof String text) {
          try {
            uris.add(new URI(text));
          } catch (URISyntaxException e) {
            LOG.debug("A root of the client is not a URI", e);
          }
        }
      }
    }
    return uris;
  }
}
