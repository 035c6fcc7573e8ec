package dev.vitrine.platform.linux;

import dev.vitrine.capture.SessionWatcher;
import dev.vitrine.capture.SourceException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;

/**
 * Whether this session is locked or another one is in front, by logind and by the session's screen
 * saver.
 *
 * <p>Asked every {@value #EVERY_MILLIS} ms, so that no signal can be missed. Where neither is there
 * (a virtual display, a container) nothing is told. One that was there and does not answer any more
 * counts as locked.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html">
 *     org.freedesktop.login1</a>
 */
public final class LogindWatcher implements SessionWatcher {
  private static final long EVERY_MILLIS = 500;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String LOGIND = "org.freedesktop.login1";
  private static final String SESSION = "org.freedesktop.login1.Session";
  private static final String SAVER = "org.freedesktop.ScreenSaver";
  private static final String SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";

  private final Map<String, String> environment;
  private @Nullable Worker worker;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the buses and the session
   */
  public LogindWatcher(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public synchronized void start(Consumer<Boolean> lockedSink) throws SourceException {
    if (worker != null) {
      throw new SourceException("the session watcher is started already");
    }
    worker = new Worker(environment, lockedSink);
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

  private static final class Worker extends Thread {
    private final Source logind;
    private final Source saver;
    private final Consumer<Boolean> sink;
    private boolean ended;

    Worker(Map<String, String> environment, Consumer<Boolean> sink) {
      super("vitrine-session");
      setDaemon(true);
      this.sink = sink;
      String id = environment.getOrDefault("XDG_SESSION_ID", "");
      this.logind =
          new Source(
              environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", SYSTEM_BUS),
              bus -> leftOrLocked(bus, id));
      this.saver = new Source(Bus.sessionAddress(environment), Worker::saverActive);
    }

    void end() {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
      Threads.awaitEnd(this);
    }

    @Override
    public void run() {
      boolean told = false;
      try {
        while (pause()) {
          boolean locked = logind.locked() || saver.locked();
          if (locked != told) {
            told = locked;
            sink.accept(locked);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        logind.close();
        saver.close();
      }
    }

    private synchronized boolean pause() throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
      for (long left = until - System.nanoTime();
          !ended && left > 0;
          left = until - System.nanoTime()) {
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
      return !ended;
    }

    private static @Nullable Boolean leftOrLocked(Bus bus, String id)
        throws DBusException, TimeoutException {
      long deadline = System.nanoTime() + ANSWER_NANOS;
      if (!bus.hasOwner(LOGIND, deadline)) {
        return null;
      }
      Bus.Target manager = new Bus.Target(LOGIND, "/org/freedesktop/login1");
      Bus.Pending asked =
          id.isEmpty()
              ? bus.send(
                  manager,
                  LOGIND + ".Manager",
                  "GetSessionByPID",
                  "u",
                  new UInt32(ProcessHandle.current().pid()))
              : bus.send(manager, LOGIND + ".Manager", "GetSession", "s", id);
      Object path;
      try {
        path = asked.await(deadline)[0];
      } catch (DBusException e) {
        // This process belongs to no session.
        return null;
      }
      Bus.Target session = new Bus.Target(LOGIND, String.valueOf(path));
      boolean active = flag(bus.sendGet(session, SESSION, "Active"), deadline, false);
      boolean locked = flag(bus.sendGet(session, SESSION, "LockedHint"), deadline, false);
      return !active || locked;
    }

    private static @Nullable Boolean saverActive(Bus bus) throws DBusException, TimeoutException {
      long deadline = System.nanoTime() + ANSWER_NANOS;
      if (!bus.hasOwner(SAVER, deadline)) {
        return null;
      }
      return flag(
          bus.send(new Bus.Target(SAVER, "/org/freedesktop/ScreenSaver"), SAVER, "GetActive", null),
          deadline,
          false);
    }

    private static boolean flag(Bus.Pending asked, long deadline, boolean otherwise)
        throws TimeoutException {
      try {
        Object[] answer = asked.await(deadline);
        return answer.length > 0 ? Boolean.TRUE.equals(Bus.unwrap(answer[0])) : otherwise;
      } catch (DBusException e) {
        return otherwise;
      }
    }
  }

  /** What one bus says. */
  private static final class Source {
    /** Null where there is nobody to ask. */
    interface Question {
      @Nullable Boolean ask(Bus bus) throws DBusException, TimeoutException;
    }

    private final @Nullable String address;
    private final Question question;
    private @Nullable Bus bus;
    private boolean known;

    Source(@Nullable String address, Question question) {
      this.address = address;
      this.question = question;
    }

    boolean locked() {
      if (address == null) {
        return false;
      }
      try {
        if (bus == null || bus.lost()) {
          close();
          bus = Bus.open(address);
        }
        Boolean answer = question.ask(bus);
        known |= answer != null;
        return answer == null ? known : answer;
      } catch (DBusException | TimeoutException | RuntimeException e) {
        return known;
      }
    }

    void close() {
      Bus last = bus;
      bus = null;
      if (last != null) {
        last.close();
      }
    }
  }
}
