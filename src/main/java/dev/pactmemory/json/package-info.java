/// The one JSON form of what the model says, for the journal, the store and the protocol.
///
/// Start with [dev.pactmemory.json.MemoryJson]. Of Jackson only the streaming half is used here.
@NullMarked
package dev.pactmemory.json;

import org.jspecify.annotations.NullMarked;
