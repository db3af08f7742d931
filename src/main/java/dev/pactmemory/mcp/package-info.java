/// Speaks the Model Context Protocol on two pipes: JSON in, JSON out. Decides nothing.
///
/// Start with [dev.pactmemory.mcp.McpEndpoint]. A line becomes an `Incoming` message, `Session`
/// routes it, `Calls` runs it on a thread of its own, `Dispatcher` answers it, `Outbox` writes the
/// answer. The protocol library (`SdkServer`) carries the types and finds the handler; its stdio
/// transport is not used, because it ends at the first bad line and loses answers under load.
///
/// Two eras share the pipe. *Legacy* (revisions up to 2025-11-25) opens with `initialize` and has a
/// session; *modern* (2026-07-28) names the revision and the client's capabilities in every request
/// and has none.
@NullMarked
package dev.pactmemory.mcp;

import org.jspecify.annotations.NullMarked;
