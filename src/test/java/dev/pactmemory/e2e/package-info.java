/// The product as its users meet it: the jar as a process of its own, spoken to over its pipes.
///
/// Start with [dev.pactmemory.e2e.Launch]. `behaviours.md` in the resources says which test holds
/// which numbered behaviour.
@NullMarked
package dev.pactmemory.e2e;

import org.jspecify.annotations.NullMarked;
