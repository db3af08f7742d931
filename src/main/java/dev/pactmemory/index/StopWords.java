package dev.pactmemory.index;

import java.util.Set;

/// English words that say nothing about what a text is about: articles, pronouns, auxiliaries, the
/// words a question begins with, and what an apostrophe leaves behind.
final class StopWords {
  private static final Set<String> WORDS =
      Set.of(
          ("a an the and or but nor so than then if of at by for from in into on onto to with about"
                  + " as per via is am are was were be been being it its this that these those"
                  + " there here he she they them their theirs his her hers him we us our ours you"
                  + " your yours i me my mine do does did doing done have has had having will would"
                  + " shall should can could may might must not no what which who whom whose when"
                  + " where why how any some such both each too very just also please tell know s t"
                  + " d m ll ve re don isn aren wasn doesn didn won couldn shouldn wouldn")
              .split(" "));

  private StopWords() {}

  /// Whether the folded word is one.
  static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
