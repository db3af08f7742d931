package dev.pactmemory.bench;

import dev.pactmemory.memory.SearchStage;
import java.util.EnumMap;
import java.util.Map;
import jdk.jfr.consumer.RecordingStream;

/// What the stages of searches take, as Java Flight Recorder tells it.
final class StageTimes {
  private StageTimes() {}

  /// The nanoseconds of each stage, of all searches in this process meanwhile together.
  static Map<SearchStage, Long> during(Runnable searches) {
    Map<SearchStage, Long> nanos = new EnumMap<>(SearchStage.class);
    try (RecordingStream events = new RecordingStream()) {
      events.enable(SearchStage.EVENT).withoutThreshold();
      events.onEvent(
          SearchStage.EVENT,
          event ->
              nanos.merge(
                  SearchStage.valueOf(event.getString(SearchStage.STAGE)),
                  event.getDuration().toNanos(),
                  Long::sum));
      events.startAsync();
      searches.run();
      events.stop(); // When all events have been told.
    }
    return nanos;
  }
}
