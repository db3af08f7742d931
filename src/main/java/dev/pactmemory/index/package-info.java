/// Finding: documents, a text leg, a vector leg, their fusion.
///
/// Start with [dev.pactmemory.index.SearchIndex]. Lucene stays in this package. Nothing is only in
/// the index: deleted, it comes back the same from the store.
@NullMarked
package dev.pactmemory.index;

import org.jspecify.annotations.NullMarked;
