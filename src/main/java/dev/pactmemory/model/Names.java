package dev.pactmemory.model;

import java.util.List;

/// Names in the order of their use to one who types: those that begin with what was typed, then
/// those that contain it, each in alphabetical order.
///
/// @param total how many there are, those left out for the limit included
public record Names(List<String> names, int total) {
  public Names {
    names = List.copyOf(names);
  }
}
