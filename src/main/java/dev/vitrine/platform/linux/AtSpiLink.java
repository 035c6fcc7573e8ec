package dev.vitrine.platform.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the accessibility bus, for one thread. A bus that is lost is said once in
 * the log and tried again at once and then with growing pauses, without waiting for a question: a
 * program looks for the bus when it starts, and never again, and it is the question for its address
 * that starts another.
 */
final class AtSpiLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AtSpiLink.class);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final @Nullable String sessionAddress;
  private final String unknown;
  private final AtSpi.FocusSink sink;
  private final Runnable onLost;
  private final ToldFocus toldFocus = new ToldFocus();
  private @Nullable AtSpi atSpi;
  private int connections;
  private boolean said;
  private long nextTry = System.nanoTime();
  private long pause = FIRST_PAUSE_NANOS;

  /**
   * Not connected yet.
   *
   * @param unknown what is unknown without the bus, for the log
   * @param sink told of focus events, on the bus's own thread
   * @param onLost called on the bus's own thread when it is lost; {@link #connect} is then due
   */
  AtSpiLink(
      @Nullable String sessionAddress, String unknown, AtSpi.FocusSink sink, Runnable onLost) {
    this.sessionAddress = sessionAddress;
    this.unknown = unknown;
    this.sink = sink;
    this.onLost = onLost;
  }

  /** The element of each application that has the focus, as far as it was told. */
  ToldFocus toldFocus() {
    return toldFocus;
  }

  /** The bus, connected to it anew where that is due; null where there is none. */
  @Nullable AtSpi connect() {
    if (atSpi != null && atSpi.lost()) {
      close();
      sayOnce("was lost");
    }
    if (atSpi == null && System.nanoTime() - nextTry >= 0) {
      open();
    }
    return atSpi;
  }

  /** How often a bus was found; names are unique within one. */
  int connections() {
    return connections;
  }

  /** Milliseconds until {@link #connect} is due where there is no bus, at least 1. */
  long pauseMillis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextTry - System.nanoTime()) + 1);
  }

  private void open() {
    try {
      if (sessionAddress == null) {
        throw new DBusException("there is no session bus");
      }
      atSpi =
          AtSpi.open(
              sessionAddress,
              (element, focused) -> {
                toldFocus.told(element, focused);
                sink.focus(element, focused);
              },
              onLost);
      connections++;
      pause = FIRST_PAUSE_NANOS;
      if (said) {
        LOG.warn("The accessibility bus is there again");
      }
      said = false;
    } catch (DBusException | TimeoutException | RuntimeException e) {
      sayOnce("is not there");
      nextTry = System.nanoTime() + pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private void sayOnce(String what) {
    if (!said) {
      LOG.warn("The accessibility bus {}: {}", what, unknown);
      said = true;
    }
  }

  @Override
  public void close() {
    AtSpi last = atSpi;
    atSpi = null;
    if (last != null) {
      last.close();
    }
    toldFocus.clear();
  }
}
