package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts a list into pages. A cursor names the list and the last item seen, so it stays right when
/// items before it come or go, and needs no memory of the client.
final class Pages {
  private final int size;

  Pages(int size) {
    this.size = size;
  }

  /// The page that the cursor in `params` asks for.
  ///
  /// @param list the list's name in the result
  /// @param key the member that tells one item from another
  Map<String, Object> page(
      String list, String key, List<Map<String, Object>> items, Map<String, Object> params) {
    Object cursor = params.get("cursor");
    int from = cursor == null ? 0 : after(list, key, items, cursor);
    int to = Math.min(items.size(), from + size);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(list, items.subList(from, to));
    if (to < items.size()) {
      page.put("nextCursor", cursor(list, items.get(to - 1).get(key)));
    }
    return page;
  }

  private static int after(
      String list, String key, List<Map<String, Object>> items, Object cursor) {
    for (int i = 0; i < items.size(); i++) {
      if (cursor.equals(cursor(list, items.get(i).get(key)))) {
        return i + 1;
      }
    }
    throw RpcException.invalidParams(
        "params.cursor is not one that this list gave; leave it out to start anew");
  }

  private static String cursor(String list, @Nullable Object last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + "\n" + last).getBytes(UTF_8));
  }
}
