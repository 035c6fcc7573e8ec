package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.vitrine.capture.SourceException;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The repeats of keys that are held down. The X server makes them itself, after XInput's raw events
 * are told, so that these show the first press only; the RECORD extension shows them all. Only
 * presses of keys that are down already are told here.
 *
 * <p>Used by one thread, which reads {@link #descriptor} and calls {@link #drain}.
 */
final class KeyRepeats implements AutoCloseable {
  private static final int RANGE_DEVICE_EVENTS = 18;
  private static final int EVENT_TYPE_MASK = 0x7f;
  private static final int INTERCEPT_CATEGORY = 24;
  private static final int INTERCEPT_DATA = 32;

  private final XConnection control;
  private final XConnection data;
  private final long context;
  private final BitSet down = new BitSet();
  private final IntConsumer sink;

  /** Held, so that the function that Xlib calls is not collected. */
  private final Xlib.Rec.Intercept intercept = this::take;

  private KeyRepeats(XConnection control, XConnection data, long context, IntConsumer sink) {
    this.control = control;
    this.data = data;
    this.context = context;
    this.sink = sink;
  }

  /**
   * Starts recording.
   *
   * @param control the source's connection
   * @param sink takes the key codes of repeated presses, within {@link #drain}
   * @throws SourceException where the server has no RECORD extension
   */
  static KeyRepeats open(XConnection control, String display, IntConsumer sink)
      throws SourceException {
    XConnection data = XConnection.open(display);
    if (data == null) {
      throw new SourceException("the X display cannot be opened: check DISPLAY and XAUTHORITY");
    }
    KeyRepeats repeats = new KeyRepeats(control, data, createContext(control), sink);
    if (repeats.context == 0
        || Xlib.Rec.XRecordEnableContextAsync(
                data.display(), repeats.context, repeats.intercept, null)
            == 0) {
      repeats.close();
      throw new SourceException(
          "the X server does not tell which keys repeat: enable its RECORD extension");
    }
    Xlib.XFlush(data.display());
    return repeats;
  }

  private static long createContext(XConnection control) {
    Pointer range = Xlib.Rec.XRecordAllocRange();
    if (range == null) {
      return 0;
    }
    try (Memory memory = new Memory(4L * Long.BYTES)) {
      memory.clear();
      if (Xlib.Rec.XRecordQueryVersion(control.display(), memory, memory.share(8)) == 0) {
        return 0;
      }
      range.setByte(RANGE_DEVICE_EVENTS, (byte) Xlib.KEY_PRESS);
      range.setByte(RANGE_DEVICE_EVENTS + 1, (byte) Xlib.KEY_RELEASE);
      memory.setLong(0, Xlib.Rec.ALL_CLIENTS);
      memory.setPointer(8, range);
      long context =
          Xlib.Rec.XRecordCreateContext(control.display(), 0, memory, 1, memory.share(8), 1);
      // The other connection must not ask for it before it exists.
      Xlib.XSync(control.display(), 0);
      return context;
    } finally {
      Xlib.XFree(range);
    }
  }

  /** What becomes readable when there is something to {@link #drain}. */
  int descriptor() {
    return Xlib.XConnectionNumber(data.display());
  }

  /** Tells what has come, without waiting. */
  void drain() {
    if (!data.lost()) {
      Xlib.Rec.XRecordProcessReplies(data.display());
    }
  }

  private void take(@Nullable Pointer closure, Pointer intercepted) {
    if (intercepted.getInt(INTERCEPT_CATEGORY) == Xlib.Rec.FROM_SERVER) {
      Pointer event = intercepted.getPointer(INTERCEPT_DATA);
      if (event != null) {
        int type = event.getByte(0) & EVENT_TYPE_MASK;
        int keycode = event.getByte(1) & 0xff;
        if (type == Xlib.KEY_RELEASE) {
          down.clear(keycode);
        } else if (down.get(keycode)) {
          sink.accept(keycode);
        } else {
          down.set(keycode);
        }
      }
    }
    Xlib.Rec.XRecordFreeData(intercepted);
  }

  @Override
  public void close() {
    if (context != 0 && !control.lost()) {
      Xlib.Rec.XRecordDisableContext(control.display(), context);
      Xlib.Rec.XRecordFreeContext(control.display(), context);
      Xlib.XSync(control.display(), 0);
    }
    data.close();
  }
}
