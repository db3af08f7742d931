/// Text to vectors on this machine, with the name of the model attached.
///
/// Start with [dev.pactmemory.embed.Embedders], which gives a [dev.pactmemory.embed.LazyEmbedder],
/// which becomes an [dev.pactmemory.embed.Embedder]. DJL and ONNX Runtime stay in this package;
/// they are kept from the network, and write to the cache they are given and nowhere else.
@NullMarked
package dev.pactmemory.embed;

import org.jspecify.annotations.NullMarked;
