package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;

/// One request as its handler sees it.
record Exchange(Call call, Era era) {}
