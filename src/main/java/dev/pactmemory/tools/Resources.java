package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import java.util.List;
import java.util.Optional;

/// Memories that can be read by URI. Safe for many threads; reading never writes.
public interface Resources {
  /// Those that can be named without knowing an id, in a fixed order.
  List<Resource> list(Call call);

  /// URI templates (RFC 6570) for the others.
  List<Template> templates();

  /// The text behind the URI; empty if there is none.
  ///
  /// @throws dev.pactmemory.model.MemoryException for what the world refuses
  Optional<Contents> read(String uri, Call call);

  /// The URIs whose text a change of this memory may have changed; none where it is not known which
  /// memory changed, when it may be any.
  List<String> touchedBy(dev.pactmemory.model.Changed change);

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
