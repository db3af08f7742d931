package dev.pactmemory.embed;

import ai.djl.util.Utils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The native libraries of tokenizer and ONNX Runtime: unpacked by us instead of by them, so that
/// nothing lands in the home or the temporary directory, and told to keep off the network.
final class NativeLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

  private NativeLibraries() {}

  /// Puts the libraries into the cache and tells their loaders where. Has to come before the first
  /// class of either library is initialised; later calls do no harm.
  static void prepare(Path cacheRoot) throws IOException {
    // Both loaders would otherwise report to a metadata service, and fetch what they miss.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // DJL's fall-back engine for array arithmetic, which we do without.
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    // The engine makes thread pools as large as the machine; a call works on its caller's thread.
    System.setProperty("ai.djl.onnxruntime.num_threads", "1");
    System.setProperty("ai.djl.onnxruntime.num_interop_threads", "1");
    System.setProperty("DJL_CACHE_DIR", cacheRoot.toAbsolutePath().toString());

    Path directory = new ModelCache(cacheRoot).unpacked("native", bundled());
    System.setProperty("onnxruntime.native.path", directory.toString());
    System.setProperty(
        "RUST_LIBRARY_PATH", directory.resolve(System.mapLibraryName("tokenizers")).toString());

    if (!Utils.isOfflineMode()) {
      throw new Unloadable(
          "the environment variable DJL_OFFLINE allows the network; unset it to search by meaning");
    }
  }

  /// What is left to do once ONNX Runtime is loaded: it makes an empty directory in the temporary
  /// directory even if it needs none, and deletes it only when the program ends in peace.
  static void settleDown() {
    try {
      // On Windows the system's event log is on unless told otherwise; elsewhere this is nothing.
      OrtEnvironment.getEnvironment().setTelemetry(false);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not let its event log be turned off", e);
    }
    try {
      Class<?> loader = Class.forName("ai.onnxruntime.OnnxRuntime");
      Path temporary =
          (Path)
              MethodHandles.privateLookupIn(loader, MethodHandles.lookup())
                  .findStaticGetter(loader, "tempDirectory", Path.class)
                  .invoke();
      Files.deleteIfExists(temporary);
    } catch (Throwable e) { // A method handle may throw anything.
      LOG.debug("the empty temporary directory of ONNX Runtime stays until the program ends", e);
    }
  }

  /// The machine in the words of ONNX Runtime, such as `linux-x64`.
  static String platform() {
    return operatingSystem() + "-" + (isX64() ? "x64" : architecture());
  }

  private static List<BundledFile> bundled() throws IOException {
    String runtime = "ai/onnxruntime/native/" + platform() + "/";
    String tokenizers =
        "native/lib/" + operatingSystem() + "-" + (isX64() ? "x86_64" : architecture()) + "/cpu/";
    List<String> names = new ArrayList<>();
    names.add(runtime + libraryName("onnxruntime"));
    names.add(runtime + libraryName("onnxruntime4j_jni"));
    names.add(tokenizers + System.mapLibraryName("tokenizers"));
    if (operatingSystem().equals("win")) {
      names.add(runtime + libraryName("onnxruntime_providers_shared"));
      names.add(tokenizers + "libwinpthread-1.dll");
      names.add(tokenizers + "libgcc_s_seh-1.dll");
      names.add(tokenizers + "libstdc++-6.dll");
    }
    List<BundledFile> files = new ArrayList<>();
    for (String name : names) {
      try {
        files.add(BundledFile.named(name));
      } catch (FileNotFoundException e) {
        throw new Unloadable("there is no native library for " + platform(), e);
      }
    }
    return files;
  }

  private static String libraryName(String library) {
    return System.mapLibraryName(library).replace("jnilib", "dylib");
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
    if (name.contains("mac")) {
      return "osx";
    }
    return name.contains("win") ? "win" : name.replace(' ', '_');
  }

  private static boolean isX64() {
    return architecture().equals("amd64") || architecture().equals("x86_64");
  }

  private static String architecture() {
    return System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
  }
}
