package dev.pactmemory.tools;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memories and hits as answers show them: what is not there is left out, nothing is said twice.
final class Views {
  /// Enough of a passage to find it in the whole memory, where it stands anyway.
  private static final int PLACE_CHARS = 120;

  private Views() {}

  /// All of a memory, in the form that `memory_update` takes back.
  static Map<String, Object> whole(Memory memory) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", memory.id().value());
    view.putAll(MemoryJson.toMap(memory.content()));
    if (!memory.supersedes().isEmpty()) {
      view.put("supersedes", memory.supersedes().stream().map(MemoryId::value).toList());
    }
    view.put("project", memory.project().name());
    view.put("session", memory.session().value());
    view.put("created_at", memory.createdAt().toString());
    view.put("updated_at", memory.updatedAt().toString());
    view.put("revision", memory.revision());
    return view;
  }

  /// The same, with what another memory says to replace it.
  static Map<String, Object> whole(Memory memory, Got got) {
    Map<String, Object> view = whole(memory);
    String later = got.supersededBy().get(memory.id().value());
    if (later != null) {
      view.put("superseded_by", later);
    }
    return view;
  }

  /// A whole memory, and what made it a hit.
  static Map<String, Object> whole(Hit hit) {
    Map<String, Object> view = whole(hit.memory());
    ground(view, hit);
    if (hit.band() != null) {
      view.put("score", rounded(hit.score()));
    }
    Hit.Parts parts = hit.parts();
    if (parts != null) {
      view.put("parts", parts(parts));
    }
    Hit.Matched matched = hit.matched();
    if (matched != null) {
      Map<String, Object> passage = new LinkedHashMap<>();
      passage.put("field", matched.field().wireName());
      passage.put("snippet", cut(matched.snippet(), PLACE_CHARS));
      view.put("matched", passage);
    }
    return view;
  }

  private static Map<String, Object> parts(Hit.Parts parts) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("words", rounded(parts.words()));
    view.put("meaning", rounded(parts.meaning()));
    view.put("cosine", rounded(parts.cosine()));
    if (parts.lift() > 0) {
      view.put("lift", rounded(parts.lift()));
    }
    return view;
  }

  private static double rounded(double score) {
    return Math.round(score * 1000) / 1000.0;
  }

  /// Enough of a hit to decide whether to read it.
  ///
  /// @param searched the project asked; that of the memory is named where it is another
  /// @param snippetChars of the passage shown
  static Map<String, Object> brief(Hit hit, @Nullable Project searched, int snippetChars) {
    Memory memory = hit.memory();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", hit.shortId());
    view.put("date", Dates.minute(memory.createdAt()));
    if (memory.revision() > 1) {
      view.put("updated", Dates.minute(memory.updatedAt()));
    }
    otherProject(view, memory.project(), searched);
    Hit.Matched shown = hit.matched() == null ? beginning(memory.content()) : hit.matched();
    view.put("field", shown.field().wireName());
    view.put("snippet", cut(shown.snippet(), snippetChars));
    ground(view, hit);
    view.put("bytes", bytes(MemoryJson.toMap(memory.content())));
    return view;
  }

  /// The project, where it is not the one searched.
  static void otherProject(Map<String, Object> view, Project project, @Nullable Project searched) {
    if (!project.equals(searched)) {
      view.put("project", project.name());
    }
  }

  private static void ground(Map<String, Object> view, Hit hit) {
    Hit.Later later = hit.later();
    if (later != null) {
      view.put("note", note(later));
    }
    if (hit.band() != null) {
      view.put("band", hit.band().name().toLowerCase(Locale.ROOT));
    }
    if (!hit.reasons().isEmpty()) {
      view.put("why", hit.reasons().stream().map(Views::reason).toList());
    }
  }

  /// What came after a memory, in words.
  static String note(Hit.Later later) {
    String words =
        switch (later.ground()) {
          case SUPERSEDES -> "superseded by ";
          case DECIDES -> "a later decision on the same matter exists: ";
          case TELLS -> "a later memory on the same matter exists: ";
        };
    return words + later.shortId();
  }

  private static String reason(Hit.Reason reason) {
    String kind =
        switch (reason.kind()) {
          case ENTITY -> "entity";
          case WORDS -> "words";
          case MEANING -> "meaning";
          case FILE -> "file";
          case CO_LINKED_FILE -> "shares a file";
          case SAME_DIRECTORY -> "same directory";
          case SUPERSEDES -> "supersedes";
          case LATER -> "later on the matter of";
        };
    return reason.detail().isEmpty() ? kind : kind + ": " + cut(reason.detail(), 120);
  }

  /// The first thing a memory says.
  static Hit.Matched beginning(Content content) {
    for (Map.Entry<String, Object> entry : MemoryJson.toMap(content).entrySet()) {
      Optional<Field> field = Field.named(entry.getKey());
      if (field.isPresent()) {
        return new Hit.Matched(field.get(), firstText(entry.getValue()));
      }
    }
    throw new IllegalStateException("a memory without content");
  }

  private static String firstText(Object value) {
    return switch (value) {
      case String text -> text;
      case List<?> list -> firstText(list.getFirst());
      case Map<?, ?> map -> firstText(map.values().iterator().next());
      default -> throw new IllegalStateException("no text in " + value.getClass());
    };
  }

  /// The text, or its beginning with an ellipsis.
  static String cut(String text, int maxChars) {
    return text.codePointCount(0, text.length()) <= maxChars
        ? text
        : text.substring(0, text.offsetByCodePoints(0, maxChars - 1)).stripTrailing() + "…";
  }

  /// What works less than it could, in words.
  static void degraded(Map<String, Object> view, Collection<Degradation> degraded) {
    if (degraded.isEmpty()) {
      return;
    }
    view.put("degraded", degraded.stream().sorted().map(Views::words).toList());
  }

  static String words(Degradation degradation) {
    return switch (degradation) {
      case MODEL_LOADING -> "words only for now: the embedding model is being loaded";
      case MODEL_UNAVAILABLE ->
          "words only: the embedding model cannot be used (see memory_status)";
      case VECTORS_PENDING -> "some memories are found by words only until they are embedded";
      case INDEX_CATCHING_UP ->
          "the index is catching up: some memories are not found yet; ask again soon";
    };
  }

  /// Why there is nothing.
  static Map<String, Object> nothing(Found.Nothing nothing) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("why", nothing.why().name().toLowerCase(Locale.ROOT));
    if (nothing.filteredOut() > 0) {
      view.put("filtered_out", nothing.filteredOut());
    }
    if (!nothing.nearest().isEmpty()) {
      view.put("nearest", nothing.nearest().stream().map(title -> cut(title, 80)).toList());
    }
    return view;
  }

  /// How long the value is as JSON.
  static int bytes(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
