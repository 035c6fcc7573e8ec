package dev.vitrine.platform.hook;

import com.github.kwhat.jnativehook.GlobalScreen;
import com.github.kwhat.jnativehook.NativeHookException;
import com.github.kwhat.jnativehook.keyboard.NativeKeyEvent;
import com.github.kwhat.jnativehook.keyboard.NativeKeyListener;
import com.github.kwhat.jnativehook.mouse.NativeMouseEvent;
import com.github.kwhat.jnativehook.mouse.NativeMouseInputListener;
import com.github.kwhat.jnativehook.mouse.NativeMouseWheelEvent;
import com.github.kwhat.jnativehook.mouse.NativeMouseWheelListener;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.RawInput;
import dev.vitrine.platform.linux.DisplayServer;
import dev.vitrine.platform.linux.NativeLibraries;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keyboard and pointer of an X11 session through JNativeHook.
 *
 * <p>Every event is delivered in order on JNativeHook's thread, with the time ({@link
 * System#nanoTime}) at which it arrived there. Limits: the keyboard layout is the one at {@link
 * #start}; dead keys and Compose sequences are not put together; input made by programs (XTEST)
 * cannot be told from a person's. JNativeHook keeps its state in statics, so that one source may be
 * started at a time; it may be started again after it was closed.
 */
public final class JNativeHookSource implements InputSource {
  /** How long {@link #close} waits for JNativeHook, which hangs where the X server is gone. */
  private static final long CLOSE_SECONDS = 2;

  /** Kept here, because the logging framework forgets loggers (and levels) nobody holds. */
  private static final Logger HOOK_LOGGER = Logger.getLogger("com.github.kwhat.jnativehook");

  private final Map<String, String> environment;
  private final Path libraryDirectory;
  private @Nullable Listener listener;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process, which names display and session type
   * @param libraryDirectory where the native library is unpacked; made if absent, and kept private
   *     to this user
   */
  public JNativeHookSource(Map<String, String> environment, Path libraryDirectory) {
    this.environment = Map.copyOf(environment);
    this.libraryDirectory = libraryDirectory;
  }

  /**
   * Whether a source could start: the display, and the native library with all it needs. Unpacks
   * the library, as {@link #start} does, but hooks nothing.
   *
   * @throws SourceException where it could not; one line that says why and what to do
   */
  public static void check(Map<String, String> environment, Path libraryDirectory)
      throws SourceException {
    DisplayServer.require(environment);
    HookLibrary.prepare(libraryDirectory);
  }

  @Override
  public synchronized void start(Consumer<RawInput> sink) throws SourceException {
    if (listener != null) {
      throw new SourceException("the hook is started already");
    }
    // Its debug messages hold what is typed.
    HOOK_LOGGER.setLevel(Level.OFF);
    check(environment, libraryDirectory);
    Listener next = new Listener(sink);
    try {
      GlobalScreen.setEventDispatcher(new InlineDispatcher());
      next.add();
      GlobalScreen.registerNativeHook();
    } catch (NativeHookException e) {
      next.remove();
      throw new SourceException(explain(e.getCode()), e);
    } catch (LinkageError e) {
      throw new SourceException(NativeLibraries.explain(String.valueOf(e.getMessage())), e);
    }
    listener = next;
  }

  @Override
  public synchronized void close() {
    Listener last = listener;
    if (last == null) {
      return;
    }
    listener = null;
    last.remove();
    Thread unregister = new Thread(JNativeHookSource::unregister, "vitrine-hook-stop");
    unregister.setDaemon(true);
    unregister.start();
    try {
      unregister.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unregister() {
    try {
      GlobalScreen.unregisterNativeHook();
    } catch (NativeHookException e) {
      // The hook is gone, which is what was wanted.
      HOOK_LOGGER.setLevel(Level.OFF);
    }
  }

  /** One line for a code of JNativeHook's. */
  static String explain(int code) {
    return switch (code) {
      case NativeHookException.X11_OPEN_DISPLAY ->
          "the X display cannot be opened by the hook: check DISPLAY and XAUTHORITY";
      case NativeHookException.X11_RECORD_NOT_FOUND,
          NativeHookException.X11_RECORD_ALLOC_RANGE,
          NativeHookException.X11_RECORD_CREATE_CONTEXT,
          NativeHookException.X11_RECORD_ENABLE_CONTEXT,
          NativeHookException.X11_RECORD_GET_CONTEXT ->
          "the X server does not let programs record input: enable its RECORD extension";
      case NativeHookException.DARWIN_AXAPI_DISABLED ->
          "no permission: allow Vitrine under Privacy & Security, Accessibility";
      default -> "the hook cannot start (JNativeHook code 0x" + Integer.toHexString(code) + ")";
    };
  }

  /** JNativeHook's listener of every kind. */
  private static final class Listener
      implements NativeKeyListener, NativeMouseInputListener, NativeMouseWheelListener {
    private final Consumer<RawInput> sink;
    private final EventTranslator translator = new EventTranslator();

    Listener(Consumer<RawInput> sink) {
      this.sink = sink;
    }

    void add() {
      GlobalScreen.addNativeKeyListener(this);
      GlobalScreen.addNativeMouseListener(this);
      GlobalScreen.addNativeMouseMotionListener(this);
      GlobalScreen.addNativeMouseWheelListener(this);
    }

    void remove() {
      GlobalScreen.removeNativeKeyListener(this);
      GlobalScreen.removeNativeMouseListener(this);
      GlobalScreen.removeNativeMouseMotionListener(this);
      GlobalScreen.removeNativeMouseWheelListener(this);
    }

    @Override
    public void nativeKeyPressed(NativeKeyEvent event) {
      sink.accept(translator.key(System.nanoTime(), true, event));
    }

    @Override
    public void nativeKeyReleased(NativeKeyEvent event) {
      sink.accept(translator.key(System.nanoTime(), false, event));
    }

    @Override
    public void nativeMousePressed(NativeMouseEvent event) {
      sink.accept(translator.button(System.nanoTime(), true, event));
    }

    @Override
    public void nativeMouseReleased(NativeMouseEvent event) {
      sink.accept(translator.button(System.nanoTime(), false, event));
    }

    @Override
    public void nativeMouseMoved(NativeMouseEvent event) {
      sink.accept(translator.motion(System.nanoTime(), event));
    }

    @Override
    public void nativeMouseDragged(NativeMouseEvent event) {
      sink.accept(translator.motion(System.nanoTime(), event));
    }

    @Override
    public void nativeMouseWheelMoved(NativeMouseWheelEvent event) {
      sink.accept(translator.wheel(System.nanoTime(), event));
    }
  }
}
