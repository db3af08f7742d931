package dev.pactmemory.mcp;

import dev.pactmemory.model.Names;
import dev.pactmemory.tools.Completions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Completing arguments. Not through the protocol library, which knows no templates but those it
/// serves itself.
final class CompletionMethods {
  private final Completions completions;

  CompletionMethods(Completions completions) {
    this.completions = completions;
  }

  Map<String, Dispatcher.Method> methods() {
    return Map.of("completion/complete", this::complete);
  }

  private Map<String, Object> complete(Map<String, Object> params, Exchange exchange) {
    Map<String, Object> ref = object(params, "ref");
    Map<String, Object> argument = object(params, "argument");
    String name = text(argument, "argument.name", "name");
    String typed = text(argument, "argument.value", "value");
    Completions.Reference of = reference(ref);
    Names names =
        completions
            .complete(of, name, typed, others(params), exchange.call())
            .orElseThrow(() -> unknown(of, name));
    List<String> values =
        names.names().subList(0, Math.min(Completions.MAX_VALUES, names.names().size()));
    Map<String, Object> completion = new LinkedHashMap<>();
    completion.put("values", values);
    completion.put("total", names.total());
    completion.put("hasMore", names.total() > values.size());
    return Map.of("completion", completion);
  }

  private static Completions.Reference reference(Map<String, Object> ref) {
    return switch (text(ref, "ref.type", "type")) {
      case "ref/prompt" -> new Completions.Reference.OfPrompt(text(ref, "ref.name", "name"));
      case "ref/resource" -> new Completions.Reference.OfTemplate(text(ref, "ref.uri", "uri"));
      case String other ->
          throw RpcException.invalidParams(
              "params.ref.type "
                  + RpcException.quote(other)
                  + " is unknown; ref/prompt and ref/resource are known");
    };
  }

  private static RpcException unknown(Completions.Reference of, String argument) {
    String named =
        switch (of) {
          case Completions.Reference.OfPrompt(String name) ->
              "prompt " + RpcException.quote(name) + " with an argument ";
          case Completions.Reference.OfTemplate(String uriTemplate) ->
              "resource template " + RpcException.quote(uriTemplate) + " with a variable ";
        };
    return RpcException.invalidParams("there is no " + named + RpcException.quote(argument));
  }

  /// The arguments that are settled; whatever else is said there is left alone.
  private static Map<String, String> others(Map<String, Object> params) {
    Map<String, String> others = new LinkedHashMap<>();
    Map<String, Object> context = Json.asObject(params.get("context"));
    Map<String, Object> settled = context == null ? null : Json.asObject(context.get("arguments"));
    if (settled != null) {
      settled.forEach((name, value) -> {
        if (value instanceof String text && Json.loneSurrogate(text, name) == null) {
          others.put(name, text);
        }
      });
    }
    return others;
  }

  private static Map<String, Object> object(Map<String, Object> params, String name) {
    Map<String, Object> object = Json.asObject(params.get(name));
    if (object == null) {
      throw RpcException.invalidParams("params." + name + " must be a JSON object");
    }
    return object;
  }

  private static String text(Map<String, Object> from, String path, String name) {
    if (from.get(name) instanceof String text && Json.loneSurrogate(text, name) == null) {
      return text;
    }
    throw RpcException.invalidParams("params." + path + " must be a text");
  }
}
