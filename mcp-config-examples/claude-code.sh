# For every project of this user. Once in a terminal; the path must be absolute.
claude mcp add --scope user pact-memory -- /path/to/pact-memory/scripts/pact-memory
