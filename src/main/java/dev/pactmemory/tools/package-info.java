/// The tools and resources as an agent meets them: arguments in, compact answers out.
///
/// Start with [dev.pactmemory.tools.Tool]. Nothing here knows how requests arrive: no type of the
/// protocol library occurs, so another transport can carry the same tools.
@NullMarked
package dev.pactmemory.tools;

import org.jspecify.annotations.NullMarked;
