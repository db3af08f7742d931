package dev.pactmemory.memory;

import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.EntityDetails;
import dev.pactmemory.store.StoreReads.EntityNote;
import dev.pactmemory.store.StoreReads.EntityPlace;
import dev.pactmemory.store.StoreReads.EntityRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of the entities: without a name, which there are, most used first; with one, all
/// that memories say of it, then which others are called nearly so.
///
/// A name that none has exactly is looked for without regard to separators, then as the beginning
/// of names or of words in them, then as one mistyped. One that is found so alone is shown whole;
/// of several each is named.
record EntityBook(StoreReads reads) {
  private static final int MAX_NEIGHBOURS = 10;
  private static final int MAX_FILES = 20;
  private static final int MAX_NEAR = 10;
  private static final int MAX_NEAREST = 5;
  private static final int MIN_PART = 3;
  private static final int NAME_CHARS = 60;

  Outcome<Page<KnownEntity>> entities(EntityQuery query) {
    if (query.name() != null && query.name().isBlank()) {
      return Outcome.refused(Blank.problem("name", "name an entity"));
    }
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen ->
            query.name() == null
                ? listed(query, chosen.project())
                : named(query, query.name(), chosen.project()));
  }

  private Outcome<Page<KnownEntity>> listed(EntityQuery query, @Nullable Project project) {
    return after(query, project, 2)
        .then(place -> {
          StoreReads.EntityPage page =
              reads.entities(project, type(query), place.entity(), query.limit());
          List<EntityRow> rows = page.entities();
          String cursor =
              page.more() && !rows.isEmpty()
                  ? cursor(
                      query,
                      project,
                      rows.getLast().place().memories(),
                      rows.getLast().place().num())
                  : null;
          return Outcome.done(
              new Page<>(
                  rows.stream().map(this::brief).toList(),
                  page.total(),
                  cursor,
                  project,
                  Set.of(),
                  page.total() == 0 ? nothing(query, project) : null));
        });
  }

  private Outcome<Page<KnownEntity>> named(
      EntityQuery query, String name, @Nullable Project project) {
    Matching matching = matching(name, project, type(query));
    return after(query, project, 1)
        .then(place -> Outcome.done(page(query, project, matching, place.offset())));
  }

  /// The notes of the entities meant, one after another, cut to the page; what is called nearly so
  /// follows on the first page.
  private Page<KnownEntity> page(
      EntityQuery query, @Nullable Project project, Matching matching, int offset) {
    List<KnownEntity> shown = new ArrayList<>();
    int total = 0;
    int end = offset + query.limit();
    for (EntityRow row : matching.whole()) {
      EntityDetails details = reads.entity(row);
      int from = Math.max(0, offset - total);
      int to = Math.min(details.notes().size(), end - total);
      if (from < to) {
        shown.add(whole(row, details, details.notes().subList(from, to)));
      }
      total += details.notes().size();
    }
    if (offset == 0) {
      matching.near().stream().limit(MAX_NEAR).map(this::brief).forEach(shown::add);
    }
    boolean none = shown.isEmpty() && offset == 0;
    return new Page<>(
        shown,
        matching.whole().isEmpty() ? matching.near().size() : total,
        end < total ? cursor(query, project, end) : null,
        project,
        Set.of(),
        none ? nothing(query, project) : null);
  }

  /// @param whole what the name means, most used first
  /// @param near what is called nearly so
  private record Matching(List<EntityRow> whole, List<EntityRow> near) {}

  private Matching matching(String name, @Nullable Project project, @Nullable String type) {
    List<EntityRow> exact = ofType(reads.entitiesNamed(project, Text.key(name)), type);
    Set<Long> known = new HashSet<>(exact.stream().map(row -> row.place().num()).toList());
    List<EntityRow> others =
        reads.allEntities(project).stream()
            .filter(row -> !known.contains(row.place().num()))
            .toList();
    String letters = NearMiss.letters(name);
    List<EntityRow> sameLetters =
        letters.isEmpty()
            ? List.of()
            : ofType(
                others.stream()
                    .filter(row -> NearMiss.letters(row.name()).equals(letters))
                    .toList(),
                type);
    List<EntityRow> parts =
        ofType(
            others.stream()
                .filter(row -> !sameLetters.contains(row) && isPart(name, letters, row.name()))
                .toList(),
            type);
    List<EntityRow> whole = Stream.concat(exact.stream(), sameLetters.stream()).toList();
    if (!whole.isEmpty()) {
      return new Matching(whole, parts);
    }
    List<EntityRow> near =
        parts.isEmpty()
            ? ofType(
                others.stream().filter(row -> NearMiss.isNear(name, row.name())).toList(), type)
            : parts;
    return near.size() == 1 ? new Matching(near, List.of()) : new Matching(List.of(), near);
  }

  private List<EntityRow> ofType(List<EntityRow> rows, @Nullable String type) {
    return type == null
        ? rows
        : rows.stream()
            .filter(row ->
                reads.entity(row).types().stream()
                    .anyMatch(seen -> Text.key(seen.name()).equals(type)))
            .toList();
  }

  /// Whether the name asked for begins the other, or a word in it, or the last name of a path.
  private static boolean isPart(String asked, String letters, String name) {
    if (letters.length() < MIN_PART) {
      return false;
    }
    String key = Text.key(name);
    String part = Text.key(asked);
    int at = key.indexOf(part);
    while (at > 0 && Character.isLetterOrDigit(key.charAt(at - 1)) && !isHump(name, key, at)) {
      at = key.indexOf(part, at + 1);
    }
    return at >= 0 || NearMiss.letters(name).startsWith(letters);
  }

  /// Whether a word begins here in camelCase.
  private static boolean isHump(String name, String key, int at) {
    return name.length() == key.length() && Character.isUpperCase(name.charAt(at));
  }

  private KnownEntity brief(EntityRow row) {
    return new KnownEntity(
        row.name(),
        row.project(),
        row.place().memories(),
        reads.entity(row).types(),
        List.of(),
        List.of(),
        List.of());
  }

  private KnownEntity whole(EntityRow row, EntityDetails details, List<EntityNote> notes) {
    Map<MemoryId, String> shortIds =
        Hits.shortIdsOf(reads, notes.stream().map(EntityNote::memory).distinct().toList());
    return new KnownEntity(
        row.name(),
        row.project(),
        row.place().memories(),
        details.types(),
        notes.stream()
            .map(note ->
                new KnownEntity.Note(
                    note.memory(),
                    shortIds.getOrDefault(note.memory(), note.memory().value()),
                    note.since(),
                    note.type(),
                    note.text()))
            .toList(),
        details.neighbours().stream().limit(MAX_NEIGHBOURS).toList(),
        details.files().stream().limit(MAX_FILES).toList());
  }

  private Found.Nothing nothing(EntityQuery query, @Nullable Project project) {
    int all = reads.entities(project, null, null, 1).total();
    if (all == 0) {
      return new Found.Nothing(Found.Nothing.Why.NOTHING_STORED, 0, List.of());
    }
    return query.name() == null
        ? new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, all, List.of())
        : new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, nearest(query.name(), project));
  }

  /// Names of entities that a name may have been meant for, nearest first, at most five.
  List<String> nearest(String name, @Nullable Project project) {
    return NearMiss.nearest(
            name, reads.allEntities(project).stream().map(EntityRow::name).distinct().toList())
        .stream()
        .limit(MAX_NEAREST)
        .map(near -> Titles.cut(near, NAME_CHARS))
        .toList();
  }

  private static @Nullable String type(EntityQuery query) {
    return query.type() == null ? null : Text.key(query.type());
  }

  private static Outcome<Place> after(EntityQuery query, @Nullable Project project, int parts) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(new Place(0, null))
        : Cursors.decode(cursor, question(query, project), parts).then(EntityBook::place);
  }

  private static Outcome<Place> place(List<String> parts) {
    try {
      int first = Integer.parseInt(parts.getFirst());
      return parts.size() == 1
          ? Outcome.done(new Place(Math.max(0, first), null))
          : Outcome.done(new Place(0, new EntityPlace(first, Long.parseLong(parts.getLast()))));
    } catch (NumberFormatException e) {
      return Cursors.bad();
    }
  }

  private static String cursor(EntityQuery query, @Nullable Project project, long... place) {
    return Cursors.encode(
        question(query, project), java.util.Arrays.stream(place).mapToObj(Long::toString).toList());
  }

  private static Object question(EntityQuery query, @Nullable Project project) {
    return List.of(
        "entities",
        String.valueOf(query.name()),
        String.valueOf(query.type()),
        String.valueOf(project));
  }

  /// Where a page begins.
  ///
  /// @param offset among the notes of the entities meant
  /// @param entity null for the beginning of the list
  private record Place(int offset, @Nullable EntityPlace entity) {}
}
