/// Measures how well the search finds and how long it takes: a set of memories and judged
/// questions, the real pipeline, and simpler or barer things beside it in the same run.
///
/// Start with [dev.pactmemory.bench.RetrievalBenchmark], then
/// [dev.pactmemory.bench.SpeedBenchmark]. Only the commands use it.
@NullMarked
package dev.pactmemory.bench;

import org.jspecify.annotations.NullMarked;
