package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.project.Workspace;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolListTest {
  private static final Workspace WORKSPACE =
      new Workspace(Project.named("shop"), new SessionId("s1"), List.of());

  private static List<Tool> tools() {
    Memories none =
        (Memories)
            Proxy.newProxyInstance(
                Memories.class.getClassLoader(),
                new Class<?>[] {Memories.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("not to be called");
                });
    return new ToolBox(none, () -> WORKSPACE, InstantSource.system()).tools();
  }

  @Test
  void theListIsSmall() {
    List<Map<String, Object>> list =
        tools().stream()
            .map(tool -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("name", tool.name());
              entry.put("title", tool.title());
              entry.put("description", tool.description());
              entry.put("inputSchema", tool.inputSchema());
              entry.put("outputSchema", tool.outputSchema());
              entry.put(
                  "annotations",
                  Map.of(
                      "readOnlyHint", tool.hints().readOnly(),
                      "destructiveHint", tool.hints().destructive(),
                      "idempotentHint", tool.hints().idempotent(),
                      "openWorldHint", false));
              return entry;
            })
            .toList();
    for (Map<String, Object> e : list)
      System.err.println(e.get("name") + " " + Json.write(e).length());

    assertThat(Json.write(Map.of("tools", list)).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(9_000);
  }
}
