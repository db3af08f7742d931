/// What survives a kill and a power loss: an append-only file of acknowledged changes.
///
/// Start with [dev.pactmemory.journal.Journal].
@NullMarked
package dev.pactmemory.journal;

import org.jspecify.annotations.NullMarked;
