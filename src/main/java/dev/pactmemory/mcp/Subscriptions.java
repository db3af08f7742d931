package dev.pactmemory.mcp;

import dev.pactmemory.model.Changed;
import dev.pactmemory.tools.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wants to hear of which change, in both eras. Safe for many threads.
///
/// News only marks what is due, a thread of its own writes it: the source of news never waits for
/// the client, and a burst of changes becomes one notification per resource. The source is asked
/// for at the first subscription, so a client that wants no news costs none.
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

  /// More than a client can look at; bounds what one connection can make us remember.
  static final int MAX_URIS = 1000;

  /// One that listens: the legacy session as a whole, or one modern subscription.
  private static final class Listener {
    private final Set<String> uris = new LinkedHashSet<>();
    private boolean lists;

    /// Whether it was told that it listens; nothing may be sent to it before.
    private boolean ready;

    private final Set<String> dueUris = new LinkedHashSet<>();
    private boolean dueList;
  }

  private final Outbox outbox;
  private final Dispatcher dispatcher;
  private final Resources resources;
  private final Function<Consumer<Changed>, AutoCloseable> news;

  /// Held while the source is asked for, which may take long; taken before the object's own lock,
  /// which guards the rest and is never held while anything is written.
  private final Object attaching = new Object();

  private final Listener session = new Listener();
  private final Map<Object, Listener> modern = new LinkedHashMap<>();
  private @Nullable AutoCloseable source;
  private boolean closed;

  Subscriptions(
      Outbox outbox,
      Dispatcher dispatcher,
      Resources resources,
      Function<Consumer<Changed>, AutoCloseable> news) {
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.resources = resources;
    this.news = news;
  }

  synchronized boolean isLive(Object id) {
    return modern.containsKey(id);
  }

  /// The legacy session hears of changed lists from now on; returns at once, and the source opens
  /// meanwhile.
  void followLists() {
    synchronized (this) {
      session.lists = true;
      session.ready = true;
    }
    Thread.ofVirtual().name("mcp-subscribe").start(this::attach);
  }

  /// The legacy session hears of this resource from now on. May block while the source opens.
  void subscribe(String uri) {
    synchronized (this) {
      if (session.uris.size() >= MAX_URIS) {
        throw tooMany();
      }
      session.uris.add(uri);
      session.ready = true;
    }
    attach();
  }

  synchronized void unsubscribe(String uri) {
    session.uris.remove(uri);
    session.dueUris.remove(uri);
  }

  /// Takes note of a modern subscription under the id of its request.
  ///
  /// @throws RpcException for a filter that is none
  synchronized void reserve(Object id, Map<String, Object> params) {
    Map<String, Object> filter = Json.asObject(params.get("notifications"));
    if (filter == null) {
      throw RpcException.invalidParams("params.notifications must be a JSON object");
    }
    Listener listener = new Listener();
    listener.uris.addAll(uris(filter.get("resourceSubscriptions")));
    listener.lists = Boolean.TRUE.equals(filter.get("resourcesListChanged"));
    int held = modern.values().stream().mapToInt(other -> 1 + other.uris.size()).sum();
    if (held + listener.uris.size() >= MAX_URIS) {
      throw tooMany();
    }
    modern.put(id, listener);
  }

  private static RpcException tooMany() {
    return RpcException.invalidParams(
        "more than " + MAX_URIS + " subscriptions on one connection; end some first");
  }

  /// Acknowledges a reserved subscription and lets its notifications through. May block while the
  /// source opens.
  void open(Object id) {
    try {
      attach();
    } catch (RuntimeException e) {
      LOG.error("No news can be had", e);
      if (cancel(id)) {
        outbox.write(
            Dispatcher.error(
                id, RpcException.INTERNAL_ERROR, "changes cannot be followed now", null));
      }
      return;
    }
    Map<String, Object> honoured = honoured(id);
    if (honoured == null) {
      return;
    }
    Map<String, Object> params = tagged(id);
    params.put("notifications", honoured);
    outbox.write(Dispatcher.notification("notifications/subscriptions/acknowledged", params));
    synchronized (this) {
      Listener listener = modern.get(id);
      if (listener != null) {
        listener.ready = true;
        notifyAll();
      }
    }
  }

  private synchronized @Nullable Map<String, Object> honoured(Object id) {
    Listener listener = modern.get(id);
    if (listener == null) {
      return null;
    }
    Map<String, Object> honoured = new LinkedHashMap<>();
    if (listener.lists) {
      honoured.put("resourcesListChanged", true);
    }
    if (!listener.uris.isEmpty()) {
      honoured.put("resourceSubscriptions", List.copyOf(listener.uris));
    }
    return honoured;
  }

  /// Forgets a subscription that the client takes back; whether it was there.
  synchronized boolean cancel(Object id) {
    return modern.remove(id) != null;
  }

  private void attach() {
    synchronized (attaching) {
      synchronized (this) {
        if (source != null || closed) {
          return;
        }
      }
      AutoCloseable opened = news.apply(this::changed);
      synchronized (this) {
        if (!closed) {
          source = opened;
          Thread.ofVirtual().name("mcp-news").start(this::writeWhatIsDue);
          return;
        }
      }
      close(opened);
    }
  }

  private synchronized void changed(Changed change) {
    Predicate<String> touched =
        change.isAnything() ? _ -> true : uri -> resources.touches(uri, change);
    mark(session, touched, change.appearance());
    modern.values().forEach(listener -> mark(listener, touched, change.appearance()));
    notifyAll();
  }

  private static void mark(Listener listener, Predicate<String> touched, boolean appearance) {
    listener.uris.stream().filter(touched).forEach(listener.dueUris::add);
    listener.dueList |= listener.lists && appearance;
  }

  private void writeWhatIsDue() {
    try {
      for (List<Map<String, Object>> due = due(); !due.isEmpty(); due = due()) {
        due.forEach(outbox::write);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for something to be due; empty when closed.
  private synchronized List<Map<String, Object>> due() throws InterruptedException {
    List<Map<String, Object>> due = new ArrayList<>();
    while (!closed) {
      take(session, null, due);
      modern.forEach((id, listener) -> take(listener, id, due));
      if (!due.isEmpty()) {
        break;
      }
      wait();
    }
    return due;
  }

  private static void take(Listener listener, @Nullable Object id, List<Map<String, Object>> due) {
    if (!listener.ready) {
      return;
    }
    for (String uri : listener.dueUris) {
      Map<String, Object> params = tagged(id);
      params.put("uri", uri);
      due.add(Dispatcher.notification("notifications/resources/updated", params));
    }
    if (listener.dueList) {
      due.add(Dispatcher.notification("notifications/resources/list_changed", tagged(id)));
    }
    listener.dueUris.clear();
    listener.dueList = false;
  }

  private static Map<String, Object> tagged(@Nullable Object id) {
    Map<String, Object> params = new LinkedHashMap<>();
    if (id != null) {
      params.put("_meta", Map.of(SUBSCRIPTION_ID, id));
    }
    return params;
  }

  /// Ends the flow of news, and every modern subscription the way both pages of the specification
  /// want it: by its result and by a cancellation. May be called twice.
  void close() {
    List<Object> ended;
    AutoCloseable opened;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(modern.keySet());
      modern.clear();
      opened = source;
      source = null;
      notifyAll();
    }
    if (opened != null) {
      close(opened);
    }
    for (Object id : ended) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("resultType", "complete");
      result.put("_meta", dispatcher.meta(Map.of(SUBSCRIPTION_ID, id)));
      outbox.write(Dispatcher.result(id, result));
      outbox.write(Dispatcher.notification("notifications/cancelled", Map.of("requestId", id)));
    }
  }

  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("The flow of news did not end well", e);
    }
  }

  private static Set<String> uris(@Nullable Object value) {
    Set<String> uris = new LinkedHashSet<>();
    if (value == null) {
      return uris;
    }
    if (!(value instanceof List<?> list)) {
      throw notUris();
    }
    for (Object item : list) {
      if (!(item instanceof String uri) || Json.loneSurrogate(uri, "uri") != null) {
        throw notUris();
      }
      uris.add(uri);
    }
    return uris;
  }

  private static RpcException notUris() {
    return RpcException.invalidParams(
        "params.notifications.resourceSubscriptions must be a list of URIs");
  }
}
