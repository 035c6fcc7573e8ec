package dev.vitrine.platform.linux;

import dev.vitrine.capture.InputMethodWatcher;
import dev.vitrine.capture.SourceException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Whether IBus or Fcitx 5 has another engine than a plain keyboard layout. While one of them runs
 * it is asked every {@value #EVERY_MILLIS} ms, so that a switch is known that late; where none runs
 * nobody is asked, and the bus tells when one starts. One that does not say, Fcitx 4, and any other
 * input method that the environment names for all programs count as active.
 */
public final class InputMethods implements InputMethodWatcher {
  private static final long EVERY_MILLIS = 200;

  /** How often the bus is looked at again in case that news was missed, or it came only now. */
  private static final long AGAIN_MILLIS = 5_000;

  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String IBUS = "org.freedesktop.IBus";
  private static final String FCITX5 = "org.fcitx.Fcitx5";

  /** Where toolkits are told which input method to use. */
  private static final Set<String> VARIABLES =
      Set.of("XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE");

  /** Those that are asked, and those that do nothing but dead keys and Compose. */
  private static final Set<String> KNOWN =
      Set.of(
          "",
          "ibus",
          "fcitx",
          "fcitx5",
          "none",
          "local",
          "xim",
          "simple",
          "compose",
          "gtk-im-context-simple",
          "wayland");

  private final Map<String, String> environment;
  private @Nullable Worker worker;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the session's bus, the display, and
   *     the input method
   */
  public InputMethods(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public synchronized void start(Consumer<Boolean> activeSink) throws SourceException {
    if (worker != null) {
      throw new SourceException("the watcher of input methods is started already");
    }
    worker = new Worker(environment, activeSink);
    worker.start();
  }

  @Override
  public synchronized void close() {
    Worker last = worker;
    worker = null;
    if (last != null) {
      last.end();
    }
  }

  /** Whether the environment names one that cannot be asked. */
  static boolean namesAnother(Map<String, String> environment) {
    return VARIABLES.stream()
        .map(variable -> environment.getOrDefault(variable, "").toLowerCase(Locale.ROOT))
        .map(value -> value.startsWith("@im=") ? value.substring("@im=".length()) : value)
        .anyMatch(name -> !KNOWN.contains(name));
  }

  private static final class Worker extends Thread {
    private final @Nullable String address;
    private final boolean another;
    private final String fcitx4;
    private final IBusDaemon ibus;
    private final Consumer<Boolean> sink;

    /** A permit for each thing that is to be looked at. */
    private final Semaphore news = new Semaphore(0);

    private volatile boolean ended;
    private @Nullable Bus bus;
    private boolean runs;

    Worker(Map<String, String> environment, Consumer<Boolean> sink) {
      super("vitrine-input-method");
      setDaemon(true);
      this.address = Bus.sessionAddress(environment);
      this.another = namesAnother(environment);
      this.ibus = new IBusDaemon(environment);
      this.sink = sink;
      String display = environment.getOrDefault("DISPLAY", "");
      this.fcitx4 =
          "org.fcitx.Fcitx-"
              + display.substring(display.indexOf(':') + 1).replaceFirst("\\..*", "");
    }

    void end() {
      ended = true;
      news.release();
      Threads.awaitEnd(this);
    }

    @Override
    public void run() {
      try {
        boolean told = look();
        sink.accept(told);
        while (!ended) {
          boolean woken =
              news.tryAcquire(runs ? EVERY_MILLIS : AGAIN_MILLIS, TimeUnit.MILLISECONDS);
          if (woken) {
            news.drainPermits();
          }
          boolean active = look();
          if (active != told) {
            told = active;
            sink.accept(active);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        ibus.close();
        disconnect();
      }
    }

    private boolean look() {
      if (another) {
        return true;
      }
      try {
        Bus now = connect();
        return now != null && active(now, System.nanoTime() + ANSWER_NANOS);
      } catch (DBusException | TimeoutException | RuntimeException e) {
        disconnect();
        // What ran and does not answer any more is not known to do nothing.
        return runs;
      }
    }

    private boolean active(Bus now, long deadline) throws DBusException, TimeoutException {
      boolean byIbus = now.hasOwner(IBUS, deadline);
      boolean byFcitx5 = now.hasOwner(FCITX5, deadline);
      boolean byFcitx4 = now.hasOwner(fcitx4, deadline);
      runs = byIbus || byFcitx5 || byFcitx4;
      return byFcitx4
          || (byIbus && !isLayout(ibus.engine(), "xkb:"))
          || (byFcitx5 && !isLayout(fcitx5(now, deadline), "keyboard-"));
    }

    private static boolean isLayout(@Nullable String engine, String prefix) {
      return engine != null && engine.startsWith(prefix);
    }

    private static @Nullable String fcitx5(Bus now, long deadline) throws TimeoutException {
      try {
        Bus.Target controller = new Bus.Target(FCITX5, "/controller");
        Object[] answer =
            now.send(controller, "org.fcitx.Fcitx.Controller1", "CurrentInputMethod", null)
                .await(deadline);
        return answer.length > 0 && answer[0] instanceof String name ? name : null;
      } catch (DBusException e) {
        return null;
      }
    }

    private @Nullable Bus connect() throws DBusException {
      if (bus != null && bus.lost()) {
        disconnect();
      }
      if (bus == null && address != null) {
        Bus fresh = Bus.open(address);
        bus = fresh;
        for (String name : new String[] {IBUS, FCITX5, fcitx4}) {
          fresh.listen(
              DBusMatchRuleBuilder.create()
                  .withType("signal")
                  .withInterface("org.freedesktop.DBus")
                  .withMember("NameOwnerChanged")
                  .withArg0123(0, name)
                  .build(),
              signal -> news.release());
        }
      }
      return bus;
    }

    private void disconnect() {
      Bus last = bus;
      bus = null;
      if (last != null) {
        last.close();
      }
    }
  }
}
