/// The commands for people.
@NullMarked
package dev.pactmemory.cli;

import org.jspecify.annotations.NullMarked;
