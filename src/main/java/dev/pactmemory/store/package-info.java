/// The metadata every query asks: memories, their typed parts, entities, files, edges, revisions,
/// vectors.
///
/// Start with [dev.pactmemory.store.MemoryStore]. H2 and SQL stay in this package; it knows neither
/// the journal nor the index.
@NullMarked
package dev.pactmemory.store;

import org.jspecify.annotations.NullMarked;
