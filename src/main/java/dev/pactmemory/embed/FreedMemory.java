package dev.pactmemory.embed;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Memory that native code has freed, and the C library keeps for the next who asks it.
final class FreedMemory {
  private static final Logger LOG = LoggerFactory.getLogger(FreedMemory.class);

  private FreedMemory() {}

  /// Gives it back to the system, where the C library is one that can (glibc).
  @SuppressWarnings("restricted") // The program is started with native access, for the model.
  static void giveBack() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("malloc_trim")
        .ifPresent(trim -> {
          try {
            var _ =
                (int)
                    linker
                        .downcallHandle(
                            trim,
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                        .invokeExact(0L);
          } catch (Throwable e) {
            LOG.debug("freed memory was not given back", e);
          }
        });
  }
}
