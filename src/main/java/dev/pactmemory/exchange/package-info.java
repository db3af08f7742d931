/// Memories in the forms of others: files of other programs taken in, readable files given out.
///
/// Start with [dev.pactmemory.exchange.Import]. Only the commands use it; a server loads none of
/// it. The one library here reads SQLite.
@NullMarked
package dev.pactmemory.exchange;

import org.jspecify.annotations.NullMarked;
