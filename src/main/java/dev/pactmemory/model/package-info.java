/// The words all other packages speak: records, sealed results, ids.
///
/// Start with [dev.pactmemory.model.Memory] and [dev.pactmemory.model.Content]. Nothing here does
/// I/O or knows a library; a record in hand is a valid one.
@NullMarked
package dev.pactmemory.model;

import org.jspecify.annotations.NullMarked;
