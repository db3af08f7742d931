package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// A stretch of a memory that is searched, embedded and shown as one.
///
/// @param field where it stands
/// @param text what it says, in the words of the memory; at most a model's window long
/// @param embedded the text given to the model: `text` with enough of its surroundings to stand
///   alone
/// @param hash of `embedded`; a vector is current as long as its hash is
/// @param vector of unit length; null while there is none
public record Passage(
    Field field, String text, String embedded, String hash, @Nullable Embedding vector) {}
