/// Measures how well the search finds: a set of memories and judged questions, the real pipeline,
/// and simpler ways of searching beside it.
///
/// Start with [dev.pactmemory.bench.RetrievalBenchmark]. Only the commands use it.
@NullMarked
package dev.pactmemory.bench;

import org.jspecify.annotations.NullMarked;
