package dev.pactmemory.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One text to the model's inputs, and its output to one vector.
///
/// Pools in Java because ONNX Runtime's arrays have no arithmetic; DJL's own translator for text
/// embeddings would bring in a second engine for it. Takes one text at a time: the scale of 8-bit
/// weights is found over a whole batch, so a text's vector would depend on its neighbours.
final class PooledTranslator implements Translator<String, float[]> {
  private final HuggingFaceTokenizer tokenizer;
  private final ModelCard card;
  private final List<String> inputs;

  /// @param inputs the names of the tensors the model asks for
  PooledTranslator(HuggingFaceTokenizer tokenizer, ModelCard card, List<String> inputs) {
    this.tokenizer = tokenizer;
    this.card = card;
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public NDList processInput(TranslatorContext context, String text) {
    Encoding tokens = tokenizer.encode(text);
    NDList tensors = new NDList();
    for (String input : inputs) {
      long[] values =
          switch (input) {
            case "input_ids" -> tokens.getIds();
            case "attention_mask" -> tokens.getAttentionMask();
            case "token_type_ids" -> tokens.getTypeIds();
            default -> throw new Unloadable("the model asks for an input that texts do not have");
          };
      NDArray tensor = context.getNDManager().create(values, new Shape(1, values.length));
      tensor.setName(input);
      tensors.add(tensor);
    }
    return tensors;
  }

  @Override
  public float[] processOutput(TranslatorContext context, NDList outputs) {
    NDArray hidden = outputs.getFirst();
    Shape shape = hidden.getShape();
    if (shape.dimension() != 3 || shape.get(2) != card.dimension()) {
      throw new Unloadable(
          "the model's output is not one vector of "
              + card.dimension()
              + " numbers for each token");
    }
    return card.pooling().pool(hidden.toFloatArray(), card.dimension());
  }

  @Override
  @SuppressWarnings("NullAway") // DJL says "none" with null and does not annotate it.
  public @Nullable Batchifier getBatchifier() {
    return null;
  }
}
