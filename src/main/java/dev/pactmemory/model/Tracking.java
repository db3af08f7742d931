package dev.pactmemory.model;

import java.util.List;

/// What to note about the files touched in a session: first all are forgotten if `clear`, then
/// `remove` are taken out, then `add` are noted. With nothing to do it only asks.
///
/// @param add comparable paths
public record Tracking(
    Project project, SessionId session, List<String> add, List<String> remove, boolean clear) {
  public Tracking {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
  }
}
