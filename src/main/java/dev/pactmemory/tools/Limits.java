package dev.pactmemory.tools;

import dev.pactmemory.project.FilePaths;

/// How much one call may bring or take away. Over a limit is an answer that states it; nothing that
/// is kept is cut to fit.
final class Limits {
  /// Of one text: some thirty pages. What is longer is a document, and belongs in a file.
  static final int TEXT_BYTES = 64 * 1024;

  /// Of all that one call says, as JSON: a memory is read whole, by models with small windows.
  static final int MEMORY_BYTES = 1024 * 1024;

  /// Of one list: ten times the longest list of a well-kept memory.
  static final int ITEMS = 500;

  /// Of a question: of longer ones, which are documents pasted in, a search reads the beginning.
  static final int QUERY_CHARS = 10_000;

  static final int PATH_CHARS = FilePaths.MAX_LENGTH;

  /// Of names, ids and cursors, which are not prose.
  static final int NAME_CHARS = 1000;

  /// Of the ids in one call.
  static final int IDS = 50;

  /// Of the hits on one page.
  static final int HITS = 100;

  /// The least answer that can hold a hit and what surrounds it.
  static final int MIN_TOKENS = 100;

  /// Of any answer: clients warn of, or refuse, more than 25,000.
  static final int MAX_TOKENS = 20_000;

  /// Of a token of English or code, on average.
  static final int BYTES_PER_TOKEN = 4;

  private Limits() {}
}
