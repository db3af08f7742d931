package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Outcome;
import java.util.List;
import java.util.Map;

/// Texts that a person has an agent begin with. Safe for many threads; getting one never writes.
public interface Prompts {
  /// All of them, in a fixed order.
  List<Prompt> list();

  /// The text of one that is listed; refused for what the caller can mend.
  ///
  /// @param arguments those that are required are there; unknown ones are left alone
  /// @throws dev.pactmemory.model.MemoryException for what the world refuses
  Outcome<String> get(String name, Map<String, String> arguments, Call call);

  /// One that can be asked for.
  record Prompt(String name, String title, String description, List<Argument> arguments) {
    public Prompt {
      arguments = List.copyOf(arguments);
    }
  }

  /// What may be said with it, as a text.
  record Argument(String name, String description, boolean required) {}
}
