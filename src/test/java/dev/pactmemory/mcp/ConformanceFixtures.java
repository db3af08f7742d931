package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Names;
import dev.pactmemory.tools.Completions;
import dev.pactmemory.tools.Resources;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/// The tools, resources and prompts that the official conformance suite asks for by name. Those
/// that need logging, sampling or elicitation are left out: the server declares none of them.
@NullMarked
final class ConformanceFixtures implements Resources, Completions {
  /// What a handler may send or ask besides its result; bound while it runs.
  interface Backchannel {
    void progress(double progress, double total);

    boolean clientCan(String capability);

    void resourcesChanged();
  }

  static final ScopedValue<Backchannel> BACKCHANNEL = ScopedValue.newInstance();

  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
          + "gg==";
  private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

  SdkMethods.Features features() {
    return new SdkMethods.Features(tools(), prompts());
  }

  private static List<SyncToolSpecification> tools() {
    McpSchema.Content image = McpSchema.ImageContent.builder(PNG, "image/png").build();
    McpSchema.Content embedded =
        embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.");
    McpSchema.Content mixed =
        embedded(
            "test://mixed-content-resource",
            "application/json",
            "{\"test\":\"data\",\"value\":123}");
    return List.of(
        tool("test_simple_text", () -> of(text("This is a simple text response for testing."))),
        tool("test_image_content", () -> of(image)),
        tool(
            "test_audio_content",
            () -> of(McpSchema.AudioContent.builder(WAV, "audio/wav").build())),
        tool("test_embedded_resource", () -> of(embedded)),
        tool(
            "test_multiple_content_types",
            () -> of(text("Multiple content types test:"), image, mixed)),
        tool("test_tool_with_progress", ConformanceFixtures::progress),
        tool(
            "test_error_handling",
            () ->
                McpSchema.CallToolResult.builder()
                    .addTextContent("This tool intentionally returns an error for testing")
                    .isError(true)
                    .build()),
        tool("test_logging_tool", () -> of(text("Logs nothing."))),
        tool("test_streaming_elicitation", () -> of(text("Asks nothing."))),
        tool("test_missing_capability", ConformanceFixtures::needsSampling),
        tool("test_trigger_tool_change", ConformanceFixtures::change),
        new SyncToolSpecification(
            McpSchema.Tool.builder("json_schema_2020_12_tool", schema2020())
                .description("Has an input schema of the 2020-12 dialect")
                .build(),
            (_, _) -> of(text("ok"))));
  }

  private static SyncToolSpecification tool(
      String name, Supplier<McpSchema.CallToolResult> result) {
    return new SyncToolSpecification(
        McpSchema.Tool.builder(name, Map.of("type", "object", "additionalProperties", false))
            .description("For the conformance suite")
            .build(),
        (_, _) -> result.get());
  }

  private static McpSchema.Content text(String text) {
    return McpSchema.TextContent.builder(text).build();
  }

  private static McpSchema.Content embedded(String uri, String mimeType, String text) {
    return McpSchema.EmbeddedResource.builder(
            McpSchema.TextResourceContents.builder(uri, text).mimeType(mimeType).build())
        .build();
  }

  private static McpSchema.CallToolResult of(McpSchema.Content... content) {
    return McpSchema.CallToolResult.builder().content(List.of(content)).isError(false).build();
  }

  private static McpSchema.CallToolResult progress() {
    BACKCHANNEL.get().progress(0, 100);
    BACKCHANNEL.get().progress(50, 100);
    BACKCHANNEL.get().progress(100, 100);
    return of(text("done"));
  }

  private static McpSchema.CallToolResult needsSampling() {
    if (!BACKCHANNEL.get().clientCan("sampling")) {
      throw McpError.builder(-32021)
          .message("the client must be able to sample")
          .data(Map.of("requiredCapabilities", Map.of("sampling", Map.of())))
          .build();
    }
    return of(text("ok"));
  }

  private static McpSchema.CallToolResult change() {
    BACKCHANNEL.get().resourcesChanged();
    return of(text("changed"));
  }

  private static Map<String, Object> schema2020() {
    Map<String, Object> address =
        Map.of(
            "$anchor",
            "addressDef",
            "type",
            "object",
            "properties",
            Map.of("street", Map.of("type", "string"), "city", Map.of("type", "string")));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("type", "object");
    schema.put("$defs", Map.of("address", address));
    schema.put(
        "properties",
        Map.of(
            "name",
            Map.of("type", "string"),
            "address",
            Map.of("$ref", "#/$defs/address"),
            "contactMethod",
            Map.of("type", "string", "enum", List.of("phone", "email")),
            "phone",
            Map.of("type", "string"),
            "email",
            Map.of("type", "string")));
    schema.put(
        "allOf",
        List.of(
            Map.of(
                "anyOf",
                List.of(
                    Map.of("required", List.of("phone")), Map.of("required", List.of("email"))))));
    schema.put(
        "if",
        Map.of(
            "properties",
            Map.of("contactMethod", Map.of("const", "phone")),
            "required",
            List.of("contactMethod")));
    schema.put("then", Map.of("required", List.of("phone")));
    schema.put("else", Map.of("required", List.of("email")));
    schema.put("additionalProperties", false);
    return schema;
  }

  private static List<SyncPromptSpecification> prompts() {
    return List.of(
        prompt("test_simple_prompt", List.of(), _ -> text("This is a simple prompt for testing.")),
        prompt(
            "test_prompt_with_arguments",
            List.of("arg1", "arg2"),
            arguments ->
                text(
                    "Prompt with arguments: arg1='"
                        + arguments.get("arg1")
                        + "', arg2='"
                        + arguments.get("arg2")
                        + "'")),
        prompt(
            "test_prompt_with_embedded_resource",
            List.of("resourceUri"),
            arguments ->
                embedded(
                    String.valueOf(arguments.get("resourceUri")),
                    "text/plain",
                    "Embedded resource content for testing.")),
        prompt(
            "test_prompt_with_image",
            List.of(),
            _ -> McpSchema.ImageContent.builder(PNG, "image/png").build()));
  }

  private static SyncPromptSpecification prompt(
      String name,
      List<String> arguments,
      Function<Map<String, Object>, McpSchema.Content> content) {
    return new SyncPromptSpecification(
        McpSchema.Prompt.builder(name)
            .description("For the conformance suite")
            .arguments(
                arguments.stream()
                    .map(argument ->
                        McpSchema.PromptArgument.builder(argument).required(true).build())
                    .toList())
            .build(),
        (_, request) ->
            McpSchema.GetPromptResult.builder(
                    List.of(
                        McpSchema.PromptMessage.builder(
                                McpSchema.Role.USER, content.apply(request.arguments()))
                            .build()))
                .build());
  }

  @Override
  public Optional<Names> complete(
      Reference of, String argument, String typed, Map<String, String> others, Call call) {
    List<String> values =
        List.of("paris", "park", "party").stream()
            .filter(value -> value.startsWith(typed))
            .toList();
    return of.equals(new Reference.OfPrompt("test_prompt_with_arguments"))
        ? Optional.of(new Names(values, values.size()))
        : Optional.empty();
  }

  @Override
  public List<Resource> list(Call call) {
    return List.of(
        new Resource("test://static-text", "text", "Text", "Static text", "text/plain"),
        new Resource("test://static-binary", "binary", "Binary", "Static image", "image/png"),
        new Resource("test://watched-resource", "watched", "Watched", "Watched", "text/plain"));
  }

  @Override
  public List<Template> templates() {
    return List.of(
        new Template(
            "test://template/{id}/data", "template", "Template", "By id", "application/json"));
  }

  @Override
  public Optional<Contents> read(String uri, Call call) {
    if (uri.startsWith("test://template/") && uri.endsWith("/data")) {
      String id = uri.substring("test://template/".length(), uri.length() - "/data".length());
      return Optional.of(
          new Contents(
              uri,
              "application/json",
              "{\"id\":\""
                  + id
                  + "\",\"templateTest\":true,\"data\":\"Data for ID: "
                  + id
                  + "\"}"));
    }
    return list(call).stream()
        .filter(resource -> resource.uri().equals(uri))
        .findFirst()
        .map(resource -> new Contents(uri, resource.mimeType(), textOf(uri)));
  }

  private static String textOf(String uri) {
    return uri.endsWith("binary") ? PNG : "This is the content of the static text resource.";
  }

  @Override
  public boolean touches(String uri, Changed change) {
    return uri.equals("test://watched-resource");
  }
}
