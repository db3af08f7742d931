package dev.pactmemory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of the process that not even native libraries are told of: `_exit(2)`.
///
/// Halting the JVM still calls `exit(3)`, whose handlers take ONNX Runtime's globals away; a thread
/// that is inside of it then crashes, and the crash is what the client sees last.
final class NativeExit {
  private static final Logger LOG = LoggerFactory.getLogger(NativeExit.class);

  private NativeExit() {}

  /// Does not return where the system has the call (POSIX); elsewhere it does nothing.
  @SuppressWarnings("restricted") // The program is started with native access, for the model.
  static void now(int exitCode) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("_exit")
        .ifPresent(exit -> {
          try {
            linker
                .downcallHandle(exit, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                .invokeExact(exitCode);
          } catch (Throwable e) {
            LOG.debug("the process ends the ordinary way", e);
          }
        });
  }
}
