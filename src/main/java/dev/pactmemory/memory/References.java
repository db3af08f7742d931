package dev.pactmemory.memory;

import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.StoreReads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Ids and prefixes as callers write them, in any case, made ids of memories that are there.
final class References {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final int FULL_LENGTH = 32;
  private static final int MAX_CANDIDATES = 5;
  private static final int SHORT_LENGTH = 8;

  /// What a message may have, with room to spare.
  private static final int MAX_BYTES = 480;

  private final StoreReads reads;

  References(StoreReads reads) {
    this.reads = reads;
  }

  /// The id of the memory that `ref` names.
  ///
  /// @param field the argument, for the refusal
  /// @param includeDeleted whether a deleted memory is meant where no other is
  Outcome<MemoryId> resolve(String ref, String field, boolean includeDeleted) {
    String prefix = ref.strip().toLowerCase(Locale.ROOT);
    if (prefix.length() < MemoryId.MIN_PREFIX) {
      return Outcome.refused(
          new Problem(
              Problem.Code.PREFIX_TOO_SHORT,
              field,
              "an id has at least its first "
                  + MemoryId.MIN_PREFIX
                  + " digits; "
                  + quoted(ref)
                  + " has "
                  + prefix.length()));
    }
    if (prefix.length() > FULL_LENGTH || !HEX.matcher(prefix).matches()) {
      return notFound(ref, field, "an id is up to 32 hexadecimal digits");
    }
    List<MemoryId> found = candidates(prefix, false);
    boolean deleted = found.isEmpty();
    if (deleted) {
      found = candidates(prefix, true);
      if (found.isEmpty()) {
        return notFound(ref, field, "see memory_list or memory_search for those there are");
      }
      if (!includeDeleted) {
        return notFound(ref, field, "it was deleted; its revisions can be read with revision");
      }
    }
    return found.size() == 1
        ? Outcome.done(found.getFirst())
        : Outcome.refused(ambiguous(prefix, field, found, deleted));
  }

  /// The ids that all of `refs` name, or the first refusal.
  Outcome<List<MemoryId>> resolveAll(List<String> refs, String field) {
    List<MemoryId> ids = new ArrayList<>();
    for (String ref : refs) {
      switch (resolve(ref, field, false)) {
        case Outcome.Done<MemoryId>(MemoryId id) -> ids.add(id);
        case Outcome.Refused<MemoryId>(Problem problem) -> {
          return Outcome.refused(problem);
        }
      }
    }
    return Outcome.done(ids);
  }

  private List<MemoryId> candidates(String prefix, boolean includeDeleted) {
    return reads.idsStartingWith(prefix, includeDeleted, MAX_CANDIDATES);
  }

  private static <T> Outcome<T> notFound(String ref, String field, String remedy) {
    return Outcome.refused(
        new Problem(
            Problem.Code.NOT_FOUND, field, "no memory has the id " + quoted(ref) + "; " + remedy));
  }

  private static String quoted(String ref) {
    return "\"" + Titles.cut(ref, 40) + "\"";
  }

  private Problem ambiguous(
      String prefix, String field, List<MemoryId> found, boolean includeDeleted) {
    Map<MemoryId, String> shortIds = reads.shortIds(found, SHORT_LENGTH);
    Map<MemoryId, Memory> memories = reads.find(found);
    int total = reads.countStartingWith(prefix, includeDeleted);
    StringBuilder message =
        new StringBuilder(total + " memories begin with " + prefix + "; give more digits:");
    for (MemoryId id : found) {
      Memory memory = memories.get(id);
      String title = memory == null ? "" : " (" + Titles.of(memory) + ")";
      boolean fits = bytes(message) + bytes(title) < MAX_BYTES - 40 * MAX_CANDIDATES;
      message.append(' ').append(shortIds.getOrDefault(id, id.value())).append(fits ? title : "");
    }
    int more = total - found.size();
    return new Problem(
        Problem.Code.AMBIGUOUS_PREFIX, field, message + (more > 0 ? " and " + more + " more" : ""));
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
