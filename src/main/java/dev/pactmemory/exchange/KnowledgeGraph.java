package dev.pactmemory.exchange;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The knowledge graph of the reference memory server: each line an entity with its observations,
/// or a relation between two. Each entity becomes a memory about it: what was observed and how it
/// relates to others are its notes, and the others are entities of the memory too. The graph has no
/// dates; those of the file stand for them.
record KnowledgeGraph(Path file, Owners owners) implements Source {
  private static final SessionId SESSION = new SessionId("import");

  /// @param facts what its notes will say, in order
  private record Node(
      int line, String name, @Nullable String type, List<String> facts, List<String> related) {}

  private record Edge(int line, String from, String to, String type) {}

  @Override
  public void read(Receiver receiver) throws IOException {
    Map<String, Node> nodes = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    Lines.of(file, (number, line) -> take(number, Json.parse(line), nodes, edges), receiver);
    for (Edge edge : edges) {
      Node from = nodes.get(edge.from());
      if (from == null) {
        receiver.leaveOut(Lines.where(edge.line()), "its entity `from` is not in the file");
      } else {
        from.facts().add(edge.type() + " " + edge.to());
        from.related().add(edge.to());
      }
    }
    Instant date = Files.getLastModifiedTime(file).toInstant();
    Project project = owners.unnamed();
    for (Node node : nodes.values()) {
      receiver.state(Lines.where(node.line()), memory(node, nodes, project, date));
    }
  }

  private static void take(
      int number, @Nullable Object value, Map<String, Node> nodes, List<Edge> edges) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("not an object");
    }
    switch (String.valueOf(map.get("type"))) {
      case "entity" -> {
        String name = text(map, "name");
        Node same = nodes.get(name);
        if (same != null) {
          throw new IllegalArgumentException(
              "an entity of its name is on line " + same.line() + " already");
        }
        String type = map.get("entityType") instanceof String given ? given : null;
        nodes.put(name, new Node(number, name, type, observations(map), new ArrayList<>()));
      }
      case "relation" ->
          edges.add(
              new Edge(number, text(map, "from"), text(map, "to"), text(map, "relationType")));
      default -> throw new IllegalArgumentException("its type is neither entity nor relation");
    }
  }

  private static List<String> observations(Map<?, ?> map) {
    Object value = map.get("observations");
    if (value == null) {
      return new ArrayList<>();
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("observations is not a list");
    }
    List<String> texts = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof String text)) {
        throw new IllegalArgumentException("an observation is not a text");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String text(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  private static Memory memory(Node node, Map<String, Node> nodes, Project project, Instant date) {
    List<Entity> entities = new ArrayList<>();
    entities.add(new Entity(node.name(), node.type(), String.join("\n", node.facts())));
    for (String name : node.related()) {
      Node other = nodes.get(name);
      if (!name.equals(node.name())) {
        entities.add(new Entity(name, other == null ? null : other.type(), null));
      }
    }
    Content content =
        new Content(
            null, null, List.of(), List.of(), List.of(), entities, List.of(), List.of(), List.of(),
            List.of());
    return new Memory(
        StableId.of(Format.SERVER_MEMORY.toString(), project.key(), node.name()),
        content,
        List.of(),
        project,
        SESSION,
        date,
        date,
        1);
  }
}
