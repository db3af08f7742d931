/// Memories as text for a reader with little room, in which they stay data. Start with
/// [dev.pactmemory.briefing.WorkingMemory].
///
/// Whoever wrote a memory is not whoever asks now, and the text is put where models take
/// instructions from. So every text of a memory goes through `Plain`, which leaves it on one line
/// with nothing in it that could end the frame around it.
@NullMarked
package dev.pactmemory.briefing;

import org.jspecify.annotations.NullMarked;
