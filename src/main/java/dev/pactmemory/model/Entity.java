package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named thing the memory is about: a component, a service, a table, a file. The type is a free
/// word.
public record Entity(String name, @Nullable String type, @Nullable String notes) {
  public Entity {
    name = Text.required(name, "name");
    type = Text.clean(type);
    notes = Text.clean(notes);
  }

  public Entity(String name) {
    this(name, null, null);
  }

  /// Entities with equal identities say the same, whatever the spelling of their accents.
  public Object identity() {
    return List.of(Text.nfc(name), Text.nfc(type), Text.nfc(notes));
  }

  /// Whether the name is a path that links the memory to a file.
  public boolean isFile() {
    return type != null && Text.key(type).equals("file");
  }

  /// Within a project, entities with equal keys are one entity.
  public String key() {
    return Text.key(name);
  }
}
