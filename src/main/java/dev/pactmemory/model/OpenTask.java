package dev.pactmemory.model;

import java.time.Instant;

/// A task that some memory leaves open.
///
/// @param shortId a prefix of the memory's id which names it alone at this moment
/// @param since when the memory first named the task
public record OpenTask(
    MemoryId memory, String shortId, Project project, Task task, Instant since) {}
