/// Whose memory: the project a process works in, its session, paths made comparable.
@NullMarked
package dev.pactmemory.project;

import org.jspecify.annotations.NullMarked;
