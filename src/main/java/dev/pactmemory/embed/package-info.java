/// Text to vectors on this machine, with the name of the model attached.
///
/// Start with [dev.pactmemory.embed.Embedder]. DJL and ONNX Runtime stay in this package.
@NullMarked
package dev.pactmemory.embed;

import org.jspecify.annotations.NullMarked;
