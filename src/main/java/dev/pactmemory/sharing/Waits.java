package dev.pactmemory.sharing;

import java.time.Duration;

/// How long processes that share a memory are patient with each other.
///
/// @param lookAgain how soon a follower looks again for a leader that is not there
/// @param quiet a leader silent for so long is asked whether it lives
/// @param frozen a leader that does not say even that it lives for so long has been stopped
/// @param unreachable a call that found nobody to go to for so long is refused
/// @param parting how long one that stops waits for what is under way
record Waits(
    Duration lookAgain, Duration quiet, Duration frozen, Duration unreachable, Duration parting) {
  /// Longer than the pauses of a busy machine, shorter than the patience of a client; parting fits
  /// into the two seconds after which clients kill.
  static final Waits REAL =
      new Waits(
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(4),
          Duration.ofSeconds(10),
          Duration.ofMillis(700));
}
