/// Many processes, one memory: who leads, and how the others reach it.
///
/// One process, the leader, holds a lock of the operating system and opens the memory; the others
/// follow: they forward each use case to it over a Unix domain socket. When the leader goes, the
/// kernel frees the lock, a follower takes it, opens, and serves; calls in flight are sent again
/// with their request ids and applied once.
///
/// Start with [dev.pactmemory.sharing.SharedMemories]. The package knows the use cases, not what is
/// behind them: a follower never loads the store, the index or the model.
@NullMarked
package dev.pactmemory.sharing;

import org.jspecify.annotations.NullMarked;
