package dev.pactmemory.embed;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A model run by ONNX Runtime through DJL. All threads share one session; each call works on its
/// caller's thread alone.
final class DjlEmbedder implements Embedder {
  private static final String ENGINE = "OnnxRuntime";

  /// Far beyond the window of any model here; keeps the tokenizer from reading a whole book to use
  /// its first page.
  private static final int MAX_CHARS = 100_000;

  private final ModelFiles files;
  private final SessionOptions options;
  private final List<OnnxTensor> tuned;
  private final Model model;
  private final HuggingFaceTokenizer tokenizer;
  private final PooledTranslator translator;

  /// Read by a call, written by closing: native memory is not freed under a running call.
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  private DjlEmbedder(
      ModelFiles files,
      SessionOptions options,
      List<OnnxTensor> tuned,
      Model model,
      HuggingFaceTokenizer tokenizer) {
    this.files = files;
    this.options = options;
    this.tuned = tuned;
    this.model = model;
    this.tokenizer = tokenizer;
    this.translator =
        new PooledTranslator(tokenizer, files.card(), model.getBlock().describeInput().keys());
  }

  /// Loads the weights and tries them out on one text. The native libraries must be prepared.
  ///
  /// @throws Unloadable if the files are no model we can run
  static DjlEmbedder open(ModelFiles files) throws IOException {
    Engine engine = Engine.getEngine(ENGINE);
    NativeLibraries.settleDown();
    HuggingFaceTokenizer tokenizer = tokenizer(files);
    SessionOptions options = sessionOptions();
    List<OnnxTensor> tuned = files.tuned().addTo(options);
    Model model = engine.newModel(files.card().name(), Device.cpu());
    try {
      model.load(files.weights(), null, Map.of("sessionOptions", options));
    } catch (MalformedModelException e) {
      model.close();
      options.close();
      tuned.forEach(OnnxTensor::close);
      tokenizer.close();
      throw new Unloadable("the weights are no model that ONNX Runtime can run", e);
    }
    DjlEmbedder embedder = new DjlEmbedder(files, options, tuned, model, tokenizer);
    try {
      embedder.embedQuery("");
    } catch (RuntimeException e) {
      embedder.close();
      throw e;
    }
    return embedder;
  }

  private static HuggingFaceTokenizer tokenizer(ModelFiles files) throws IOException {
    // Said in full, because a tokenizer's file carries settings of its own.
    String window = Integer.toString(files.card().maxTokens());
    Map<String, String> settings =
        Map.of(
            "addSpecialTokens", "true",
            "truncation", "true",
            "maxLength", window,
            "modelMaxLength", window,
            "padding", "false");
    try {
      return HuggingFaceTokenizer.newInstance(files.tokenizer(), settings);
    } catch (RuntimeException e) {
      throw new Unloadable("the tokenizer's file cannot be read", e);
    }
  }

  /// One thread, no spinning, and memory given back after each call: a server for one person is
  /// idle most of the time.
  private static SessionOptions sessionOptions() {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      return options;
    } catch (OrtException e) {
      options.close();
      throw new IllegalStateException("ONNX Runtime refuses a setting", e);
    }
  }

  @Override
  public String modelId() {
    return files.id();
  }

  @Override
  public int dimension() {
    return files.card().dimension();
  }

  @Override
  public float cosineFloor() {
    return files.card().cosineFloor();
  }

  @Override
  public Embedding embedQuery(String text) {
    return embed(files.card().queryPrefix(), text);
  }

  @Override
  public Embedding embedPassage(String text) {
    return embed(files.card().passagePrefix(), text);
  }

  private Embedding embed(String prefix, String text) {
    open.readLock().lock();
    try {
      if (closed) {
        throw new MemoryException(
            MemoryException.Code.CLOSED, "the embedding model is closed; the program is stopping");
      }
      try (Predictor<String, float[]> predictor = model.newPredictor(translator)) {
        return new Embedding(predictor.predict(prefix + readable(text)));
      }
    } catch (TranslateException e) {
      if (e.getCause() instanceof Unloadable unfit) {
        throw unfit;
      }
      throw new IllegalStateException(
          "the model failed on a text of " + text.length() + " characters", e);
    } finally {
      open.readLock().unlock();
    }
  }

  /// The text as far as a window can reach, with half surrogate pairs replaced: the tokenizer takes
  /// well-formed Unicode only.
  private static String readable(String text) {
    String start = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
        options.close();
        tuned.forEach(OnnxTensor::close);
        tokenizer.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
