package dev.pactmemory.memory;

import dev.pactmemory.index.Matches;
import dev.pactmemory.memory.InForce.Later;
import dev.pactmemory.memory.InForce.Order;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a search found, in the order it is shown.
///
/// @param matches by id; a memory that stands for one it replaces may have none
/// @param memories those of them that were read
record Ranked(Order order, Map<MemoryId, Matches.Match> matches, Map<MemoryId, Memory> memories) {
  /// These ids and those that their hits will name.
  List<MemoryId> named(List<MemoryId> page) {
    Set<MemoryId> named = new LinkedHashSet<>(page);
    for (MemoryId id : page) {
      Later later = order.later().get(id);
      if (later != null) {
        named.add(later.id());
      }
      MemoryId below = order.above().get(id);
      if (below != null) {
        named.add(below);
      }
      MemoryId replaced = replaced(id);
      if (replaced != null) {
        named.add(replaced);
      }
    }
    return List.copyOf(named);
  }

  Hit.@Nullable Later later(MemoryId id, Map<MemoryId, String> shortIds) {
    Later later = order.later().get(id);
    return later == null ? null : new Hit.Later(shortId(later.id(), shortIds), ground(later));
  }

  private Hit.Later.Ground ground(Later later) {
    if (later.isExplicit()) {
      return Hit.Later.Ground.SUPERSEDES;
    }
    // Only what was read is guessed about.
    Memory memory = Objects.requireNonNull(memories.get(later.id()));
    return memory.content().decisions().isEmpty()
        ? Hit.Later.Ground.TELLS
        : Hit.Later.Ground.DECIDES;
  }

  /// Why a memory stands where it does, if for being later than another.
  List<Hit.Reason> reasons(MemoryId id, Map<MemoryId, String> shortIds) {
    List<Hit.Reason> reasons = new ArrayList<>();
    MemoryId replaced = replaced(id);
    if (replaced != null) {
      reasons.add(new Hit.Reason(Hit.Reason.Kind.SUPERSEDES, shortId(replaced, shortIds)));
    }
    MemoryId below = order.above().get(id);
    if (below != null) {
      reasons.add(new Hit.Reason(Hit.Reason.Kind.LATER, shortId(below, shortIds)));
    }
    return reasons;
  }

  /// What the index says of the memory; of one that it did not name, what it says of the one that
  /// this replaces.
  Matches.Match match(MemoryId id) {
    Matches.Match own = matches.get(id);
    return own == null
        ? Objects.requireNonNull(matches.get(Objects.requireNonNull(replaced(id))))
        : own;
  }

  /// The best placed of those that a memory replaces.
  private @Nullable MemoryId replaced(MemoryId id) {
    return order.ids().stream()
        .filter(other -> {
          Later later = order.later().get(other);
          return later != null && later.isExplicit() && later.id().equals(id);
        })
        .findFirst()
        .orElse(null);
  }

  private static String shortId(MemoryId id, Map<MemoryId, String> shortIds) {
    return Objects.requireNonNullElse(shortIds.get(id), id.value());
  }
}
