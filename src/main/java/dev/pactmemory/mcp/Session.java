package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import java.util.Map;

/// One client's connection: which message goes where, and what the legacy handshake settled.
/// [#receive] is called by the reading thread alone and does nothing slow.
final class Session {
  private final McpEndpoint.Limits limits;
  private final Outbox outbox;
  private final Dispatcher dispatcher;
  private final Calls calls;
  private final Subscriptions subscriptions;
  private final Roots roots;
  private final Runnable warmUp;
  private boolean initialized;
  private boolean knowsRoots;
  private boolean warm;

  /// @param warmUp loads what the first real request needs; called once, after the answer to the
  ///   first handshake is out, on a thread of its own
  Session(
      McpEndpoint.Limits limits,
      Outbox outbox,
      Dispatcher dispatcher,
      Calls calls,
      Subscriptions subscriptions,
      Roots roots,
      Runnable warmUp) {
    this.limits = limits;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.calls = calls;
    this.subscriptions = subscriptions;
    this.roots = roots;
    this.warmUp = warmUp;
  }

  void receive(Incoming incoming) {
    switch (incoming) {
      case Incoming.Request request -> receive(request);
      case Incoming.Notification notification -> receive(notification);
      case Incoming.Response response -> roots.answered(response);
      case Incoming.Refused refused ->
          outbox.write(Dispatcher.error(refused.id(), refused.code(), refused.message(), null));
      case Incoming.Blank _ -> {}
    }
  }

  private void receive(Incoming.Request request) {
    try {
      if (calls.isLive(request.id()) || subscriptions.isLive(request.id())) {
        throw new RpcException(
            RpcException.INVALID_REQUEST, "a request with this id is still in flight");
      }
      Exchange exchange = new Exchange(Call.within(limits.perCall()), Era.of(request.params()));
      switch (exchange.era()) {
        case LEGACY -> legacy(request, exchange);
        case MODERN -> modern(request, exchange);
      }
    } catch (RpcException e) {
      outbox.write(Dispatcher.error(request.id(), e.code(), e.getMessage(), e.data()));
    }
  }

  private void legacy(Incoming.Request request, Exchange exchange) {
    switch (request.method()) {
      case "initialize" -> initialize(request, exchange);
      case "ping" -> outbox.write(dispatcher.respond(request, exchange));
      case "resources/subscribe" -> {
        String uri = uri(request);
        work(request, exchange, () -> subscriptions.subscribe(uri));
      }
      case "resources/unsubscribe" -> {
        String uri = uri(request);
        work(request, exchange, () -> subscriptions.unsubscribe(uri));
      }
      default -> {
        dispatcher.requireServed(request.method(), Era.LEGACY);
        requireHandshake();
        calls.accept(
            request.id(),
            exchange.call(),
            () -> {
              if (dependsOnProject(request.method())) {
                roots.await(exchange.call());
              }
              return dispatcher.respond(request, exchange);
            });
      }
    }
  }

  private void initialize(Incoming.Request request, Exchange exchange) {
    if (initialized) {
      throw new RpcException(
          RpcException.INVALID_REQUEST, "initialize was answered already on this connection");
    }
    Map<String, Object> response = dispatcher.respond(request, exchange);
    if (response.containsKey("result")) {
      initialized = true;
      Map<String, Object> capabilities = Json.asObject(request.params().get("capabilities"));
      knowsRoots = capabilities != null && capabilities.get("roots") != null;
    }
    outbox.write(response);
    warmUp();
  }

  private static boolean dependsOnProject(String method) {
    return switch (method) {
      case "tools/call", "resources/list", "resources/read", "prompts/get", "completion/complete" ->
          true;
      default -> false;
    };
  }

  private String uri(Incoming.Request request) {
    requireHandshake();
    return ResourceMethods.uri(request.params());
  }

  private void requireHandshake() {
    if (!initialized) {
      throw Era.unannounced();
    }
  }

  private void work(Incoming.Request request, Exchange exchange, Runnable work) {
    calls.accept(
        request.id(),
        exchange.call(),
        () ->
            dispatcher.guarded(
                request,
                () -> {
                  work.run();
                  return Map.of();
                }));
  }

  private void modern(Incoming.Request request, Exchange exchange) {
    switch (request.method()) {
      case "server/discover" -> {
        outbox.write(dispatcher.respond(request, exchange));
        warmUp();
      }
      case "subscriptions/listen" -> {
        subscriptions.reserve(request.id(), request.params());
        Thread.ofVirtual().name("mcp-subscribe").start(() -> subscriptions.open(request.id()));
      }
      default -> {
        dispatcher.requireServed(request.method(), Era.MODERN);
        calls.accept(request.id(), exchange.call(), () -> dispatcher.respond(request, exchange));
      }
    }
  }

  private void warmUp() {
    if (!warm) {
      warm = true;
      Thread.ofPlatform().daemon().name("mcp-warm-up").start(warmUp);
    }
  }

  private void receive(Incoming.Notification notification) {
    switch (notification.method()) {
      case "notifications/initialized" -> initialized();
      case "notifications/roots/list_changed" -> {
        if (initialized && knowsRoots) {
          roots.ask();
        }
      }
      case "notifications/cancelled" -> {
        Object id = notification.params().get("requestId");
        if (id != null) {
          calls.cancel(id);
          boolean _ = subscriptions.cancel(id);
        }
      }
      default -> {
        // Unknown notifications, and those that tell us nothing, are not answered.
      }
    }
  }

  private void initialized() {
    if (!initialized) {
      return;
    }
    if (knowsRoots) {
      roots.ask();
    }
    subscriptions.followLists();
  }
}
