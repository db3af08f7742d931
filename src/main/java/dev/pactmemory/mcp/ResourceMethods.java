package dev.pactmemory.mcp;

import dev.pactmemory.tools.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The resource methods. Not through the protocol library, whose registry is fixed at the start and
/// whose templates match one path segment only.
final class ResourceMethods {
  private final Resources resources;
  private final Pages pages;

  ResourceMethods(Resources resources, Pages pages) {
    this.resources = resources;
    this.pages = pages;
  }

  Map<String, Dispatcher.Method> methods() {
    return Map.of(
        "resources/list", this::list,
        "resources/templates/list", this::templates,
        "resources/read", this::read);
  }

  private Map<String, Object> list(Map<String, Object> params, Exchange exchange) {
    List<Map<String, Object>> all =
        resources.list(exchange.call()).stream()
            .map(r -> item("uri", r.uri(), r.name(), r.title(), r.description(), r.mimeType()))
            .toList();
    return pages.page("resources", "uri", all, params);
  }

  private Map<String, Object> templates(Map<String, Object> params, Exchange exchange) {
    List<Map<String, Object>> all =
        resources.templates().stream()
            .map(t ->
                item(
                    "uriTemplate",
                    t.uriTemplate(),
                    t.name(),
                    t.title(),
                    t.description(),
                    t.mimeType()))
            .toList();
    return pages.page("resourceTemplates", "uriTemplate", all, params);
  }

  private static Map<String, Object> item(
      String uriKey, String uri, String name, String title, String description, String mimeType) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put(uriKey, uri);
    item.put("name", name);
    item.put("title", title);
    item.put("description", description);
    item.put("mimeType", mimeType);
    return item;
  }

  private Map<String, Object> read(Map<String, Object> params, Exchange exchange) {
    String uri = uri(params);
    Resources.Contents contents =
        resources.read(uri, exchange.call()).orElseThrow(() -> notFound(uri, exchange.era()));
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("uri", contents.uri());
    text.put("mimeType", contents.mimeType());
    text.put("text", contents.text());
    return Map.of("contents", List.of(text));
  }

  static String uri(Map<String, Object> params) {
    if (params.get("uri") instanceof String uri && Json.loneSurrogate(uri, "uri") == null) {
      return uri;
    }
    throw RpcException.invalidParams("params.uri must be a string that is a URI");
  }

  static RpcException notFound(String uri, Era era) {
    int code =
        switch (era) {
          case LEGACY -> RpcException.LEGACY_RESOURCE_NOT_FOUND;
          case MODERN -> RpcException.INVALID_PARAMS;
        };
    return new RpcException(code, "no resource " + RpcException.quote(uri), Map.of("uri", uri));
  }
}
