/// What would make a memory better: advice on what was saved, likely secrets, near duplicates.
///
/// Start with [dev.pactmemory.advice.Advisor]. Everything here is pure: it looks at texts, knows no
/// store and refuses nothing; what follows from a finding is decided in `memory`.
@NullMarked
package dev.pactmemory.advice;

import org.jspecify.annotations.NullMarked;
