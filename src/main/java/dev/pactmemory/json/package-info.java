/// The one JSON form of what the model says, for the journal, the store and the protocol.
@NullMarked
package dev.pactmemory.json;

import org.jspecify.annotations.NullMarked;
