package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// A question to the entity book.
///
/// @param name the entity asked for, whole or in part; null for all, most used first
/// @param type only entities that some memory gives this type; null for any
/// @param limit how many notes of the entity named; without a name, how many entities
public record EntityQuery(
    @Nullable String name,
    @Nullable String type,
    Scope scope,
    int limit,
    @Nullable String cursor) {}
