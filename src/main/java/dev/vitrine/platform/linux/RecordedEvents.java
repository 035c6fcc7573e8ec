package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.vitrine.capture.SourceException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What XInput's raw events do not tell, by the RECORD extension: the repeats of keys that are held
 * down, which the X server makes itself, and where the pointer went, also where a program put it
 * there. Of keys only presses of those that are down already are told here.
 *
 * <p>Used by one thread, which reads {@link #descriptor} and calls {@link #drain}.
 */
final class RecordedEvents implements AutoCloseable {
  private static final int RANGE_DEVICE_EVENTS = 18;
  private static final int EVENT_TYPE_MASK = 0x7f;
  private static final int INTERCEPT_CATEGORY = 24;
  private static final int INTERCEPT_DATA = 32;

  /** xEvent: type 0, detail 1, time 4, root-x 20, root-y 22. */
  private static final int TIME = 4;

  private static final int ROOT_X = 20;

  private static final int ROOT_Y = 22;

  /** Takes what is told, within {@link #drain}. */
  interface Sink {
    /** A key that is down was pressed once more; the server's time in milliseconds. */
    void repeated(int keycode, int serverMillis);

    /** The pointer is there now, in pixels of the root window; the server's time. */
    void moved(int x, int y, int serverMillis);
  }

  private final XConnection control;
  private final XConnection data;
  private final long context;
  private final BitSet down = new BitSet();
  private final Sink sink;

  /** Held, so that the function that Xlib calls is not collected. */
  private final Xlib.Rec.Intercept intercept = this::take;

  private RecordedEvents(XConnection control, XConnection data, long context, Sink sink) {
    this.control = control;
    this.data = data;
    this.context = context;
    this.sink = sink;
  }

  /**
   * Starts recording.
   *
   * @param control the source's connection
   * @throws SourceException where the server has no RECORD extension
   */
  static RecordedEvents open(XConnection control, String display, Sink sink)
      throws SourceException {
    XConnection data = XConnection.open(display);
    if (data == null) {
      throw new SourceException("the X display cannot be opened: check DISPLAY and XAUTHORITY");
    }
    RecordedEvents recorded = new RecordedEvents(control, data, createContext(control), sink);
    if (recorded.context == 0
        || Xlib.Rec.XRecordEnableContextAsync(
                data.display(), recorded.context, recorded.intercept, null)
            == 0) {
      recorded.close();
      throw new SourceException(
          "the X server does not tell which keys repeat and where the pointer goes: enable its"
              + " RECORD extension");
    }
    Xlib.XFlush(data.display());
    return recorded;
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
      range.setByte(RANGE_DEVICE_EVENTS + 1, (byte) Xlib.MOTION_NOTIFY);
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
        take(event, event.getByte(0) & EVENT_TYPE_MASK, event.getByte(1) & 0xff);
      }
    }
    Xlib.Rec.XRecordFreeData(intercepted);
  }

  private void take(Pointer event, int type, int detail) {
    switch (type) {
      case Xlib.KEY_PRESS -> {
        if (down.get(detail)) {
          sink.repeated(detail, event.getInt(TIME));
        } else {
          down.set(detail);
        }
      }
      case Xlib.KEY_RELEASE -> down.clear(detail);
      case Xlib.MOTION_NOTIFY ->
          sink.moved(event.getShort(ROOT_X), event.getShort(ROOT_Y), event.getInt(TIME));
      default -> {}
    }
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
