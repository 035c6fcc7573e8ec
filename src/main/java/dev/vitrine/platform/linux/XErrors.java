package dev.vitrine.platform.linux;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Xlib from ending the process. Its handlers are global to the process, so this takes both
 * for all connections, those of JNativeHook and AWT too.
 *
 * <p>Protocol errors (a window that is gone) on our own connections are swallowed: the call that
 * caused it answers "nothing". Those on other connections go to the handler that was there before,
 * unless that is Xlib's, which exits. Where a connection breaks, its owner is told; a thread that
 * belongs to another connection is parked for good, because Xlib would exit when it returned. AWT's
 * thread holds AWT's lock then, and AWT's shutdown hook waits for that lock, so that {@code
 * System.exit} would hang: from then on the process is halted {@value #EXIT_SECONDS} s after its
 * shutdown began.
 */
final class XErrors {
  private static final Logger LOG = LoggerFactory.getLogger(XErrors.class);

  /** Our displays and what to call when one breaks. */
  private static final Map<Long, Runnable> OURS = new ConcurrentHashMap<>();

  private static final long EXIT_SECONDS = 5;
  private static final AtomicBoolean EXIT_WATCHED = new AtomicBoolean();

  private static final Xlib.ErrorHandler ERRORS = XErrors::onError;
  private static final Xlib.IoErrorHandler IO_ERRORS = XErrors::onIoError;
  private static final Xlib.IoErrorExitHandler STAY = (display, data) -> {};

  private static @Nullable Function previous;
  private static boolean taken;
  private static boolean mayReturn = true;

  private XErrors() {}

  /** Takes the handlers; to be called before the first display is opened and after AWT started. */
  static synchronized void take() {
    Xlib.XInitThreads();
    if (!taken) {
      Pointer before = Xlib.XSetErrorHandler(null);
      Pointer xlibs = Xlib.XSetErrorHandler(ERRORS);
      if (before != null && !before.equals(xlibs)) {
        previous = Function.getFunction(before);
      }
      taken = true;
    }
    Xlib.XSetIOErrorHandler(IO_ERRORS);
  }

  /** Makes the display one of ours; {@code onLost} is called once, on the thread that noticed. */
  static void own(long display, Runnable onLost) {
    OURS.put(display, onLost);
    try {
      Xlib.Exit.XSetIOErrorExitHandler(display, STAY, null);
    } catch (UnsatisfiedLinkError e) {
      // libX11 before 1.7: a thread that meets a broken connection must not return to Xlib.
      mayReturn = false;
    }
  }

  static void disown(long display) {
    OURS.remove(display);
  }

  private static int onError(Pointer display, Pointer event) {
    if (OURS.containsKey(Pointer.nativeValue(display))) {
      return 0;
    }
    Function before = previous;
    return before == null ? 0 : before.invokeInt(new Object[] {display, event});
  }

  private static int onIoError(Pointer display) {
    Runnable lost = OURS.remove(Pointer.nativeValue(display));
    if (lost != null) {
      lost.run();
      if (mayReturn) {
        return 0;
      }
    } else {
      LOG.warn("A connection to the X server broke");
      watchExit();
    }
    while (true) {
      LockSupport.park(XErrors.class);
    }
  }

  private static void watchExit() {
    if (!EXIT_WATCHED.compareAndSet(false, true)) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(XErrors::startHalting, "vitrine-x-exit"));
    } catch (IllegalStateException e) {
      // The shutdown has begun.
      startHalting();
    }
  }

  /** On a daemon thread, so that a shutdown that goes well need not wait for it. */
  private static void startHalting() {
    Thread halt =
        new Thread(
            () -> {
              long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(EXIT_SECONDS);
              for (long left = 1; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(XErrors.class, left);
              }
              Runtime.getRuntime().halt(1);
            },
            "vitrine-x-halt");
    halt.setDaemon(true);
    halt.start();
  }
}
