/// Start, read settings, wire, stop.
@NullMarked
package dev.pactmemory;

import org.jspecify.annotations.NullMarked;
