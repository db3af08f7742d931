package dev.pactmemory.memory;

import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which names a text that is being typed may become.
record Naming(StoreReads reads) {
  Outcome<Names> names(NamesQuery query) {
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen -> Outcome.done(names(query, chosen.project())));
  }

  private Names names(NamesQuery query, @Nullable Project project) {
    String typed = Text.key(query.typed());
    return switch (query.kind()) {
      case PROJECT ->
          ranked(
              typed,
              reads.projects().stream()
                  .filter(count -> count.memories() > 0)
                  .map(count -> count.project().name())
                  .filter(name -> Text.key(name).contains(typed))
                  .distinct()
                  .toList(),
              query.limit());
      case ENTITY -> ranked(typed, reads.entityNames(project, typed), query.limit());
      case FILE -> ranked(typed, reads.filePaths(project, typed), query.limit());
      case MEMORY ->
          typed.isEmpty()
              ? newest(project, query.limit())
              : startingWith(typed.toLowerCase(Locale.ROOT), query.limit());
    };
  }

  private static Names ranked(String typed, List<String> names, int limit) {
    List<String> ranked = new ArrayList<>(names);
    ranked.sort(
        Comparator.comparing((String name) -> !Text.key(name).startsWith(typed))
            .thenComparing(Text::key)
            .thenComparing(Comparator.naturalOrder()));
    return new Names(ranked.subList(0, Math.min(limit, ranked.size())), ranked.size());
  }

  private Names newest(@Nullable Project project, int limit) {
    StoreReads.MemoryPage page =
        reads.list(
            new StoreReads.ListFilter(project, null, null, null, Set.of(), false), null, limit);
    return new Names(
        page.memories().stream().map(Memory::id).map(MemoryId::value).toList(), page.total());
  }

  private Names startingWith(String digits, int limit) {
    return new Names(
        reads.idsStartingWith(digits, false, limit).stream().map(MemoryId::value).toList(),
        reads.countStartingWith(digits, false));
  }
}
