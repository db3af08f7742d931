package dev.pactmemory.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A tool's structured answer, read leniently: what is not there is empty, because it is only
/// shown.
record Answered(Map<?, ?> members) {
  static Answered of(@Nullable Object value) {
    return new Answered(value instanceof Map<?, ?> map ? map : Map.of());
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : words(value);
  }

  int number(String name) {
    return members.get(name) instanceof Number number ? number.intValue() : 0;
  }

  Answered object(String name) {
    return of(members.get(name));
  }

  List<Answered> objects(String name) {
    return items(name).stream().map(Answered::of).toList();
  }

  List<String> texts(String name) {
    return items(name).stream().map(Answered::words).toList();
  }

  private List<?> items(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  private static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list -> list.stream().map(Answered::words).collect(Collectors.joining(", "));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + " " + words(entry.getValue()))
              .collect(Collectors.joining(", "));
      default -> String.valueOf(value);
    };
  }
}
