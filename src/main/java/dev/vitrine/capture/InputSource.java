package dev.vitrine.capture;

import dev.vitrine.event.RawInput;
import java.util.function.Consumer;

/**
 * Seam: global keyboard and pointer input. The sink is called on the source's own thread and must
 * not block.
 */
public interface InputSource extends AutoCloseable {
  /**
   * Starts delivering events, in order.
   *
   * @throws SourceException where input cannot be had; the message is one line that says why and
   *     what to do
   */
  void start(Consumer<RawInput> sink) throws SourceException;

  /** Stops delivering. Harmless if never started or already closed. */
  @Override
  void close();
}
