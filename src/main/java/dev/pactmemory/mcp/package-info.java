/// Speaks the Model Context Protocol on two pipes: JSON in, JSON out. Decides nothing.
@NullMarked
package dev.pactmemory.mcp;

import org.jspecify.annotations.NullMarked;
