package dev.pactmemory.model;

import java.util.function.Function;

/// What became of a request: done, or refused because the caller asked for something that cannot
/// be. A refused request has changed nothing.
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  record Refused<T>(Problem problem) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /// The same refusal, or what `next` makes of the value.
  default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(T value) -> next.apply(value);
      case Refused<T>(Problem problem) -> refused(problem);
    };
  }
}
