package dev.pactmemory.json;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random memories whose texts are as unkind as texts can be.
public final class Samples {
  public static final Instant START = Instant.parse("2026-01-31T12:00:00.123456Z");

  private static final List<String> SCRAPS =
      List.of(
          "plain words",
          "🙂👩‍👩‍👧",
          "漢字かな",
          "שלום עליכם",
          "\u00e9",
          "e\u0301",
          "\"quoted\"",
          "back\\slash",
          "{\"json\":[1]}",
          "[in brackets]",
          "line\nbreak\r\n",
          "\u0001\u001f",
          "\u2028\u2029",
          "\uFEFF",
          "null",
          "0",
          "' OR 1=1; --",
          "tab\there",
          "#torn");

  private final RandomGenerator random;

  public Samples(RandomGenerator random) {
    this.random = random;
  }

  public Memory memory(MemoryId id, Project project, int revision) {
    Instant created = START.plusSeconds(random.nextInt(1000));
    Content content = content();
    return new Memory(
        id,
        content.isEmpty() ? contentOf("something") : content,
        some(() -> MemoryId.random(random)),
        project,
        new SessionId("session " + random.nextInt(3)),
        created,
        created.plusSeconds(revision),
        revision > 1 && random.nextBoolean() ? new SessionId("later " + text()) : null,
        revision);
  }

  public static Content contentOf(String context) {
    return new Content(
        context, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of());
  }

  public Content content() {
    return new Content(
        maybeText(),
        maybeText(),
        some(() -> new Task("t " + text(), text(), maybeText())),
        some(this::text),
        some(() -> new Decision("d " + text(), maybeText(), some(this::text))),
        some(() -> new Entity("e " + text(), random.nextBoolean() ? "file" : null, maybeText())),
        some(this::text),
        some(this::text),
        some(this::text),
        some(this::path));
  }

  public String path() {
    return List.of("src/A.java", "src/b/A.java", "src/b/C.java", "docs/a.md", "A.java", "/tmp/x")
        .get(random.nextInt(6));
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(SCRAPS.get(random.nextInt(SCRAPS.size()))).append(random.nextInt(10));
    }
    return text.toString();
  }

  private @Nullable String maybeText() {
    return random.nextBoolean() ? text() : null;
  }

  private <T> List<T> some(Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }
}
