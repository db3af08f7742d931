package dev.pactmemory.mcp;

import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/// The toy server and a raw client, joined by two pipes of the operating system.
@NullMarked
final class Served implements AutoCloseable {
  final Toys toys = new Toys();
  final CopyOnWriteArrayList<List<URI>> roots = new CopyOnWriteArrayList<>();
  final RawClient client;
  private final Thread server;

  Served() {
    this(McpEndpoint.Limits.DEFAULT);
  }

  Served(McpEndpoint.Limits limits) {
    try {
      Pipe in = Pipe.open();
      Pipe out = Pipe.open();
      McpEndpoint endpoint =
          new McpEndpoint(
              Channels.newInputStream(in.source()),
              Channels.newOutputStream(out.sink()),
              Toys.IDENTITY,
              toys.capabilities(),
              toys::news,
              roots::add,
              limits);
      server =
          Thread.ofPlatform()
              .daemon()
              .name("toy-server")
              .start(() -> {
                endpoint.run();
                closeQuietly(out);
              });
      client =
          new RawClient(Channels.newInputStream(out.source()), Channels.newOutputStream(in.sink()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void closeQuietly(Pipe pipe) {
    try {
      pipe.sink().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// After the legacy handshake.
  Served initialized() {
    client.initialize();
    return this;
  }

  /// A modern request's response.
  JsonNode modern(String method, Map<String, ?> params) {
    return client.await(sendModern(method, params));
  }

  int sendModern(String method, Map<String, ?> params) {
    Map<String, Object> all = new LinkedHashMap<>(params);
    all.put("_meta", RawClient.MODERN);
    return client.send(method, all);
  }

  void change(MemoryId id, boolean appearance) {
    toys.listeners.forEach(listener ->
        listener.accept(new Changed(id, Project.DEFAULT, appearance, false, Set.of(), Set.of())));
  }

  @Override
  public void close() {
    toys.gate.release(1000);
    client.close();
    try {
      if (!server.join(Duration.ofSeconds(30))) {
        throw new AssertionError("the server does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
