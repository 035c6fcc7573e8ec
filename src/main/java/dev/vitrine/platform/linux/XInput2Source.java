package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keyboard and pointer of an X11 session, by the raw events of XInput 2, each key read with the
 * layout of its own moment (see {@link XkbKeyboard}).
 *
 * <p>Events are delivered in order on a thread of the source's own, with the time at which they
 * happened by the server's clock (see {@link ServerTime}). Raw events say how a device moved, not
 * where the pointer is: that, and the repeats of held keys, are told by {@link RecordedEvents}; at
 * each button the server is asked. Motion that has arrived together is told as one. The server's
 * death ends the delivery, not the process.
 */
public final class XInput2Source implements InputSource {
  private static final Logger LOG = LoggerFactory.getLogger(XInput2Source.class);

  private final Map<String, String> environment;
  private final LongAdder devices = new LongAdder();
  private final LongAdder programs = new LongAdder();
  private @Nullable Loop loop;

  /**
   * Events since this source was made, for tests: they tell how much was typed and go nowhere.
   *
   * @param devices from keyboards and mice
   * @param programs made by programs, through the XTEST extension
   */
  public record Counts(long devices, long programs) {}

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process, which names display, session type and
   *     locale
   */
  public XInput2Source(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Whether a source could start: the display, its extensions, and the libraries.
   *
   * @throws SourceException where it could not; one line that says why and what to do
   */
  public static void check(Map<String, String> environment) throws SourceException {
    open(environment, input -> {}, new LongAdder(), new LongAdder()).close();
  }

  @Override
  public synchronized void start(Consumer<RawInput> sink) throws SourceException {
    if (loop != null) {
      throw new SourceException("the source is started already");
    }
    Loop next = open(environment, sink, devices, programs);
    next.start();
    loop = next;
  }

  private static Loop open(
      Map<String, String> environment,
      Consumer<RawInput> sink,
      LongAdder devices,
      LongAdder programs)
      throws SourceException {
    DisplayServer.require(environment);
    String display = environment.getOrDefault("DISPLAY", "");
    XConnection x = XConnection.open(display);
    if (x == null) {
      throw new SourceException("the X display cannot be opened: check DISPLAY and XAUTHORITY");
    }
    try {
      return new Loop(
          x, display, XkbKeyboard.locale(environment), new Counted(sink, devices, programs));
    } catch (SourceException e) {
      x.close();
      throw e;
    } catch (LinkageError e) {
      x.close();
      throw new SourceException(NativeLibraries.explain(String.valueOf(e.getMessage())), e);
    }
  }

  /** What came so far. */
  public Counts counts() {
    return new Counts(devices.sum(), programs.sum());
  }

  @Override
  public synchronized void close() {
    Loop last = loop;
    loop = null;
    if (last != null) {
      last.end();
    }
  }

  /** Where events go, counted by what made them. */
  private record Counted(Consumer<RawInput> sink, LongAdder devices, LongAdder programs) {
    void accept(RawInput input, boolean madeByProgram) {
      (madeByProgram ? programs : devices).increment();
      sink.accept(input);
    }
  }

  /** The thread and its connections. */
  private static final class Loop extends Thread {
    /** XIRawEvent: evtype 36, time 40, sourceid 52, detail 56. */
    private static final int RAW_TIME = 40;

    private static final int RAW_SOURCE = 52;

    private static final int RAW_DETAIL = 56;

    /** XGenericEventCookie: extension 32, evtype 36, data 48. */
    private static final int COOKIE_EXTENSION = 32;

    private static final int COOKIE_TYPE = 36;
    private static final int COOKIE_DATA = 48;

    /** XkbAnyEvent: xkb_type 40. */
    private static final int XKB_TYPE = 40;

    /** XIDeviceInfo: deviceid 0, name 8; 40 bytes. */
    private static final int DEVICE_BYTES = 40;

    private static final int DEVICE_NAME = 8;

    /** Lines by notch of the wheel, as most desktops and JNativeHook have it. */
    private static final double LINES = 3;

    private final XConnection x;
    private final XkbKeyboard keyboard;
    private final RecordedEvents recorded;
    private final Waiter waiter;
    private final Counted sink;
    private final int inputOpcode;
    private final int keyboardEvent;
    private final Memory event = new Memory(Xlib.EVENT_BYTES);
    private final Set<Integer> injecting = new HashSet<>();
    private volatile boolean ended;
    private XConnection.@Nullable Position moved;
    private int movedMillis;
    private long lastNanos = Long.MIN_VALUE;
    private boolean movedByProgram;
    private boolean pressedByProgram;

    Loop(XConnection x, String display, String locale, Counted sink) throws SourceException {
      super("vitrine-input");
      setDaemon(true);
      this.x = x;
      this.sink = sink;
      try (Memory out = new Memory(64)) {
        this.inputOpcode = findInput(out);
        this.keyboardEvent = findKeyboard(out);
      }
      this.keyboard = XkbKeyboard.open(x.display(), locale);
      this.recorded = RecordedEvents.open(x, display, new Recorded());
      this.waiter = new Waiter(Xlib.XConnectionNumber(x.display()), recorded.descriptor());
      readDevices();
    }

    private int findInput(Memory out) throws SourceException {
      out.clear();
      // Raw events come as generic events.
      boolean there = has("Generic Event Extension", out) && has("XInputExtension", out);
      int opcode = out.getInt(0);
      out.setInt(0, 2);
      out.setInt(8, 2);
      if (!there || Xlib.Xi.XIQueryVersion(x.display(), out, out.share(8)) != 0) {
        throw new SourceException(
            "the X server has no XInput 2: use a newer one, or --source jnativehook");
      }
      selectRaw(out, Xlib.Xi.ALL_MASTER_DEVICES, maskOf(Xlib.Xi.RAW_KEY_PRESS, Xlib.Xi.RAW_MOTION));
      selectRaw(
          out, Xlib.Xi.ALL_DEVICES, maskOf(Xlib.Xi.HIERARCHY_CHANGED, Xlib.Xi.HIERARCHY_CHANGED));
      return opcode;
    }

    private boolean has(String extension, Memory out) {
      return Xlib.XQueryExtension(x.display(), extension, out, out.share(8), out.share(16)) != 0;
    }

    private static int maskOf(int first, int last) {
      return (1 << (last + 1)) - (1 << first);
    }

    /** XIEventMask: deviceid 0, mask_len 4, mask 8. */
    private void selectRaw(Memory out, int device, int mask) {
      out.setInt(32, mask);
      out.setInt(0, device);
      out.setInt(4, Integer.BYTES);
      out.setPointer(8, out.share(32));
      Xlib.Xi.XISelectEvents(x.display(), x.root(), out, 1);
    }

    private int findKeyboard(Memory out) throws SourceException {
      out.clear();
      out.setInt(24, 1);
      int there =
          Xlib.Kbd.XkbQueryExtension(
              x.display(), out, out.share(8), out.share(16), out.share(24), out.share(32));
      if (there == 0) {
        throw new SourceException(
            "the X server does not tell its keyboard layout: enable its XKEYBOARD extension");
      }
      long events =
          1L << Xlib.Kbd.NEW_KEYBOARD_NOTIFY
              | 1L << Xlib.Kbd.MAP_NOTIFY
              | 1L << Xlib.Kbd.STATE_NOTIFY;
      Xlib.Kbd.XkbSelectEvents(x.display(), Xlib.Kbd.USE_CORE_KEYBOARD, events, events);
      return out.getInt(8);
    }

    /** The devices through which programs make input: "... XTEST keyboard", "... XTEST pointer". */
    private void readDevices() {
      injecting.clear();
      try (Memory count = new Memory(8)) {
        Pointer devices = Xlib.Xi.XIQueryDevice(x.display(), Xlib.Xi.ALL_DEVICES, count);
        if (devices == null) {
          return;
        }
        for (int i = 0; i < count.getInt(0); i++) {
          Pointer device = devices.share((long) i * DEVICE_BYTES);
          if (device.getPointer(DEVICE_NAME).getString(0).contains("XTEST")) {
            injecting.add(device.getInt(0));
          }
        }
        Xlib.Xi.XIFreeDeviceInfo(devices);
      }
    }

    void end() {
      ended = true;
      waiter.wake();
      Threads.awaitEnd(this);
    }

    /** Of a loop that never ran. */
    void close() {
      recorded.close();
      keyboard.close();
      x.close();
      waiter.close();
    }

    @Override
    public void run() {
      try {
        while (!ended && !x.lost()) {
          drain();
          if (!ended && !x.lost()) {
            waiter.await(-1);
          }
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.error("The input source failed: {}", e.getClass().getName());
      } finally {
        close();
      }
    }

    private void drain() {
      while (!ended && !x.lost() && Xlib.XPending(x.display()) > 0) {
        Xlib.XNextEvent(x.display(), event);
        if (!x.lost()) {
          takeIn();
        }
      }
      recorded.drain();
      tellMotion();
    }

    private void takeIn() {
      int type = event.getInt(0);
      if (type == keyboardEvent) {
        if (event.getInt(XKB_TYPE) == Xlib.Kbd.STATE_NOTIFY) {
          keyboard.stateChanged(event);
        } else {
          keyboard.keymapChanged();
        }
        return;
      }
      if (type != Xlib.GENERIC_EVENT
          || event.getInt(COOKIE_EXTENSION) != inputOpcode
          || Xlib.XGetEventData(x.display(), event) == 0) {
        return;
      }
      int kind = event.getInt(COOKIE_TYPE);
      Pointer raw = event.getPointer(COOKIE_DATA);
      int source = raw.getInt(RAW_SOURCE);
      int detail = raw.getInt(RAW_DETAIL);
      long serverMillis = raw.getLong(RAW_TIME);
      Xlib.XFreeEventData(x.display(), event);
      if (kind == Xlib.Xi.HIERARCHY_CHANGED) {
        readDevices();
      } else {
        takeIn(kind, detail, serverMillis, injecting.contains(source));
      }
    }

    private void takeIn(int kind, int detail, long serverMillis, boolean program) {
      if (kind == Xlib.Xi.RAW_MOTION) {
        movedByProgram = program;
        return;
      }
      boolean button = kind == Xlib.Xi.RAW_BUTTON_PRESS || kind == Xlib.Xi.RAW_BUTTON_RELEASE;
      // Once the server has answered, what it recorded before is there too.
      XConnection.Position at = button ? x.pointer() : null;
      // What came before stays before.
      recorded.drain();
      tellMotion();
      switch (kind) {
        case Xlib.Xi.RAW_KEY_PRESS -> {
          pressedByProgram = program;
          pressed(detail, serverMillis, program);
        }
        case Xlib.Xi.RAW_KEY_RELEASE ->
            sink.accept(
                new RawInput.Key(
                    happened(serverMillis),
                    false,
                    keyboard.release(detail),
                    "",
                    keyboard.modifiers()),
                program);
        default -> {
          if (at != null) {
            boolean down = kind == Xlib.Xi.RAW_BUTTON_PRESS;
            button(happened(serverMillis), down, detail, at, program);
          }
        }
      }
    }

    /**
     * When what is told now happened. Two connections tell of one order of things: no event is
     * before the one told last.
     */
    private long happened(long serverMillis) {
      lastNanos = Math.max(lastNanos, ServerTime.nanos(serverMillis, System.nanoTime()));
      return lastNanos;
    }

    private void pressed(int keycode, long serverMillis, boolean program) {
      long nanos = happened(serverMillis);
      Modifiers modifiers = keyboard.modifiers();
      XkbKeyboard.Meaning meaning = keyboard.press(keycode);
      sink.accept(
          new RawInput.Key(nanos, true, meaning.name(), meaning.text(), modifiers), program);
    }

    private final class Recorded implements RecordedEvents.Sink {
      @Override
      public void repeated(int keycode, int serverMillis) {
        pressed(keycode, serverMillis, pressedByProgram);
      }

      @Override
      public void moved(int x, int y, int serverMillis) {
        moved = new XConnection.Position(x, y);
        movedMillis = serverMillis;
      }
    }

    private void tellMotion() {
      XConnection.Position at = moved;
      moved = null;
      if (at != null) {
        sink.accept(
            new RawInput.Motion(happened(movedMillis), at.x(), at.y(), keyboard.modifiers()),
            movedByProgram);
      }
    }

    /** Buttons 4 to 7 are the wheel: up, down, left, right. */
    private void button(
        long nanos, boolean down, int button, XConnection.Position at, boolean program) {
      Modifiers modifiers = keyboard.modifiers();
      if (button < 4 || button > 7) {
        if (down) {
          keyboard.interruptSequence();
        }
        int number = button < 4 ? button : button - 4;
        sink.accept(new RawInput.Button(nanos, down, number, at.x(), at.y(), modifiers), program);
      } else if (down) {
        double lines = button % 2 == 0 ? -LINES : LINES;
        boolean sideways = button >= 6;
        sink.accept(
            new RawInput.Wheel(
                nanos, sideways ? lines : 0, sideways ? 0 : lines, at.x(), at.y(), modifiers),
            program);
      }
    }
  }
}
