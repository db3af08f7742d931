package dev.pactmemory;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A stream that does something once, when the first message has gone out.
final class FirstFlush extends FilterOutputStream {
  private Runnable then;

  /// @param then quick; runs on the writing thread
  FirstFlush(OutputStream out, Runnable then) {
    super(out);
    this.then = then;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
    Runnable now = then;
    then = () -> {};
    now.run();
  }
}
