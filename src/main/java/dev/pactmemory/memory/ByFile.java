package dev.pactmemory.memory;

import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.FileMatch;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about a file: the memories linked to it, then those near it. Links are truth, not
/// ranking: the index is not asked.
record ByFile(StoreReads reads) {
  private static final Comparator<FileMatch> NEAREST_THEN_NEWEST =
      Comparator.comparing(FileMatch::relation)
          .thenComparing(FileMatch::updatedAt, Comparator.reverseOrder())
          .thenComparing(FileMatch::id);

  Outcome<Found> search(FileQuery query) {
    if (query.path().isBlank()) {
      return Outcome.refused(
          new Problem(
              Problem.Code.INVALID_VALUE,
              "path",
              "path is blank; give a file, a directory ending in /, a bare name or a glob"));
    }
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen -> after(query, chosen.project()).then(p -> page(query, chosen.project(), p)));
  }

  private Outcome<Place> after(FileQuery query, @Nullable Project project) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(new Place(null))
        : Cursors.decode(cursor, question(query, project), 3).then(ByFile::place);
  }

  private static Outcome<Place> place(List<String> parts) {
    try {
      Instant updatedAt = Instant.EPOCH.plus(Long.parseLong(parts.get(1)), ChronoUnit.MICROS);
      return Outcome.done(
          new Place(
              new FileMatch(
                  new MemoryId(parts.get(2)),
                  FileMatch.Relation.valueOf(parts.get(0)),
                  "",
                  updatedAt)));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Cursors.bad();
    }
  }

  private Outcome<Found> page(FileQuery query, @Nullable Project project, Place place) {
    List<FileMatch> matches = matches(query.path(), query.otherNames(), project);
    FileMatch after = place.after();
    List<FileMatch> rest =
        after == null
            ? matches
            : matches.stream()
                .filter(match -> NEAREST_THEN_NEWEST.compare(match, after) > 0)
                .toList();
    List<FileMatch> page = rest.subList(0, Math.min(query.limit(), rest.size()));
    String cursor = rest.size() > page.size() ? cursor(query, project, page.getLast()) : null;
    return Outcome.done(
        new Found(
            hits(page),
            matches.size(),
            cursor,
            project,
            Set.of(),
            matches.isEmpty() ? nothing(project) : null));
  }

  /// Under the path, and under the other names of the files it means; each memory at its nearest,
  /// the nearest first.
  List<FileMatch> matches(String path, List<OtherName> otherNames, @Nullable Project project) {
    Map<MemoryId, FileMatch> matches = new LinkedHashMap<>();
    reads.linkedTo(project, path).forEach(match -> matches.put(match.id(), match));
    for (OtherName name : otherNames) {
      for (FileMatch match : reads.linkedTo(project, name.path())) {
        if (match.relation() == FileMatch.Relation.DIRECT
            && Text.nfc(match.path()).equals(Text.nfc(name.path()))) {
          FileMatch known = matches.get(match.id());
          if (known == null || known.relation() != FileMatch.Relation.DIRECT) {
            matches.put(match.id(), renamed(match, name));
          }
        }
      }
    }
    return matches.values().stream().sorted(NEAREST_THEN_NEWEST).toList();
  }

  private static FileMatch renamed(FileMatch match, OtherName name) {
    String path = (name.isFormer() ? "was " : "now ") + match.path();
    return new FileMatch(match.id(), match.relation(), path, match.updatedAt());
  }

  private List<Hit> hits(List<FileMatch> page) {
    Map<MemoryId, Memory> memories = reads.find(page.stream().map(FileMatch::id).toList());
    Map<MemoryId, String> shortIds = Hits.shortIds(reads, memories.values());
    Map<MemoryId, Hit.Later> later = Hits.later(reads, memories.values());
    List<Hit> hits = new ArrayList<>();
    for (FileMatch match : page) {
      Memory memory = memories.get(match.id());
      if (memory != null) { // Deleted since the links were read.
        hits.add(Hits.plain(memory, shortIds, List.of(reason(match)), later));
      }
    }
    return hits;
  }

  static Hit.Reason reason(FileMatch match) {
    Hit.Reason.Kind kind =
        switch (match.relation()) {
          case DIRECT -> Hit.Reason.Kind.FILE;
          case CO_LINKED -> Hit.Reason.Kind.CO_LINKED_FILE;
          case SAME_DIRECTORY -> Hit.Reason.Kind.SAME_DIRECTORY;
        };
    return new Hit.Reason(kind, match.path());
  }

  private static String cursor(FileQuery query, @Nullable Project project, FileMatch last) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.updatedAt());
    return Cursors.encode(
        question(query, project),
        List.of(last.relation().name(), Long.toString(micros), last.id().value()));
  }

  private static Object question(FileQuery query, @Nullable Project project) {
    return List.of("file", query.path(), String.valueOf(project));
  }

  private Found.Nothing nothing(@Nullable Project project) {
    Found.Nothing.Why why =
        Hits.stored(reads, project) == 0
            ? Found.Nothing.Why.NOTHING_STORED
            : Found.Nothing.Why.NO_MATCH;
    return new Found.Nothing(why, 0, List.of());
  }

  /// Where a page begins.
  private record Place(@Nullable FileMatch after) {}
}
