package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.tools.Prompts;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of our prompts as the protocol library wants it.
final class PromptAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(PromptAdapter.class);

  private PromptAdapter() {}

  static SyncPromptSpecification adapt(Prompts.Prompt prompt, Prompts prompts) {
    McpSchema.Prompt described =
        McpSchema.Prompt.builder(prompt.name())
            .title(prompt.title())
            .description(prompt.description())
            .arguments(prompt.arguments().stream().map(PromptAdapter::argument).toList())
            .build();
    return new SyncPromptSpecification(
        described,
        (context, request) ->
            result(prompt, prompts, request.arguments(), SdkServer.exchange(context).call()));
  }

  private static McpSchema.PromptArgument argument(Prompts.Argument argument) {
    return McpSchema.PromptArgument.builder(argument.name())
        .description(argument.description())
        .required(argument.required())
        .build();
  }

  private static McpSchema.GetPromptResult result(
      Prompts.Prompt prompt, Prompts prompts, Map<String, Object> given, Call call) {
    Map<String, String> arguments = new LinkedHashMap<>();
    given.forEach((name, value) -> arguments.put(name, String.valueOf(value)));
    try {
      return switch (prompts.get(prompt.name(), arguments, call)) {
        case Outcome.Done<String>(String text) -> message(prompt, text);
        case Outcome.Refused<String>(Problem problem) ->
            throw refusal(RpcException.INVALID_PARAMS, sentence(problem));
      };
    } catch (MemoryException e) {
      boolean busy = e.code() == MemoryException.Code.BUSY;
      throw refusal(
          busy ? RpcException.BUSY : RpcException.INTERNAL_ERROR, String.valueOf(e.getMessage()));
    } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
      LOG.error("prompt {} failed", prompt.name(), e);
      throw refusal(RpcException.INTERNAL_ERROR, "internal error");
    }
  }

  private static String sentence(Problem problem) {
    return problem.field() == null ? problem.message() : problem.field() + ": " + problem.message();
  }

  private static McpSchema.GetPromptResult message(Prompts.Prompt prompt, String text) {
    return McpSchema.GetPromptResult.builder(
            List.of(
                McpSchema.PromptMessage.builder(
                        McpSchema.Role.USER, McpSchema.TextContent.builder(text).build())
                    .build()))
        .description(prompt.description())
        .build();
  }

  private static McpError refusal(int code, String message) {
    return McpError.builder(code).message(message).build();
  }
}
