package dev.pactmemory.memory;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What a search does, one after the other. Java Flight Recorder is told how long each stage took;
/// while it does not record, that costs next to nothing.
public enum SearchStage {
  WORDS("its words looked up"),
  VECTOR("waiting for its vector"),
  FUSION("passages near it, scores fused"),
  IN_FORCE("what is in force put first"),
  EVIDENCE("why each memory matches"),
  HITS("the memories read and told");

  /// Of the events.
  public static final String EVENT = "dev.pactmemory.SearchStage";

  /// The member of an event that holds the stage by its name.
  public static final String STAGE = "stage";

  private final String description;

  SearchStage(String description) {
    this.description = description;
  }

  /// For people; `it` is the question.
  public String description() {
    return description;
  }

  <T extends @Nullable Object> T of(Supplier<T> work) {
    Took event = new Took();
    event.stage = name();
    event.begin();
    T result = work.get();
    event.commit();
    return result;
  }

  @Name(EVENT)
  @Label("Search Stage")
  @Category("PACT Memory")
  @StackTrace(false)
  private static final class Took extends Event {
    @Label("Stage")
    @SuppressWarnings("UnusedVariable") // The recorder reads it.
    private String stage = "";
  }
}
