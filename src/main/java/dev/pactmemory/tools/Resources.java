package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import java.util.List;
import java.util.Optional;

/// Memories that can be read by URI. Safe for many threads; reading never writes.
public interface Resources {
  /// The working memory of the current project, as Markdown.
  String WORKING_MEMORY = "memory://working-memory";

  /// Those that can be named without knowing an id, in a fixed order, and the newest memories.
  List<Resource> list(Call call);

  /// URI templates (RFC 6570) for the others.
  List<Template> templates();

  /// The text behind the URI; empty if there is none.
  ///
  /// @throws dev.pactmemory.model.MemoryException for what the world refuses
  Optional<Contents> read(String uri, Call call);

  /// Whether the change may have changed the text behind the URI; never for what is no URI of ours.
  /// Only asked where it is known which memory changed.
  boolean touches(String uri, Changed change);

  /// One that can be read.
  ///
  /// @param mimeType of the text behind it
  record Resource(String uri, String name, String title, String description, String mimeType) {}

  /// A family of resources.
  record Template(
      String uriTemplate, String name, String title, String description, String mimeType) {}

  /// The text of one resource.
  record Contents(String uri, String mimeType, String text) {}
}
