/// What the program can do: the use cases, whole and in process.
///
/// Start with [dev.pactmemory.memory.Memories], the one seam that protocol and commands know.
@NullMarked
package dev.pactmemory.memory;

import org.jspecify.annotations.NullMarked;
