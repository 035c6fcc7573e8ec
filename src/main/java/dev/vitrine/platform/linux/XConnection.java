package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.vitrine.event.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the X server, for use by one thread. A window that is gone, and a server that
 * is gone, answer as one that has nothing: null, 0, or an empty array.
 */
final class XConnection implements AutoCloseable {
  private static final long ANY_PROPERTY_TYPE = 0;
  private static final int VIEWABLE = 2;
  private static final int ATTRIBUTE_BYTES = 136;
  private static final int CLIENT_ID_SPEC_BYTES = 16;
  private static final int ASYNCHRONOUS = 1;
  private static final int GRAB_SUCCESS = 0;
  private static final int ALREADY_GRABBED = 1;
  private static final long AN_HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final long display;
  private final long root;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final boolean hasClientIds;
  private final boolean hasShapes;
  private boolean tellsGrabs = true;

  /** Out-parameters: eight longs. */
  private final Memory out = new Memory(64);

  private final Memory attributes = new Memory(ATTRIBUTE_BYTES);
  private final Memory spec = new Memory(CLIENT_ID_SPEC_BYTES);

  private XConnection(long display) {
    this.display = display;
    this.root = Xlib.XDefaultRootWindow(display);
    XErrors.own(display, () -> lost.set(true));
    this.hasClientIds = findClientIds();
    this.hasShapes = findShapes();
  }

  /** A child of the root, or any other window, as it is placed now. */
  record Placed(Bounds bounds, boolean viewable) {}

  /** A pixel of the screen. */
  record Position(int x, int y) {}

  /** Opens the display, or answers null. */
  static @Nullable XConnection open(String name) {
    XErrors.take();
    long display = Xlib.XOpenDisplay(name);
    return display == 0 ? null : new XConnection(display);
  }

  long display() {
    return display;
  }

  long root() {
    return root;
  }

  boolean lost() {
    return lost.get();
  }

  /** Whether the server tells which process made a window. */
  boolean hasClientIds() {
    return hasClientIds;
  }

  long atom(String name) {
    return Xlib.XInternAtom(display, name, 0);
  }

  void select(long window, long mask) {
    Xlib.XSelectInput(display, window, mask);
  }

  /** The value of a property, at most {@code maxBytes}; a 32-bit item takes 8 bytes, as in Xlib. */
  byte @Nullable [] property(long window, long property, int maxBytes) {
    out.clear();
    int status =
        Xlib.XGetWindowProperty(
            display,
            window,
            property,
            0,
            maxBytes / 4,
            0,
            ANY_PROPERTY_TYPE,
            out,
            out.share(8),
            out.share(16),
            out.share(24),
            out.share(32));
    Pointer data = out.getPointer(32);
    if (status != 0 || data == null) {
      return null;
    }
    try {
      int format = out.getInt(8);
      long items = out.getLong(16);
      long bytes = format == 32 ? items * Long.BYTES : items * (format / 8);
      return bytes == 0 ? null : data.getByteArray(0, (int) bytes);
    } finally {
      Xlib.XFree(data);
    }
  }

  boolean hasProperty(long window, long property) {
    return property(window, property, 4) != null;
  }

  /** The first 32-bit item of a property, or 0. */
  long number(long window, long property) {
    byte[] bytes = property(window, property, 4);
    if (bytes == null || bytes.length < Long.BYTES) {
      return 0;
    }
    long value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  /** The children of a window, lowest first. */
  long[] children(long window) {
    out.clear();
    int status = Xlib.XQueryTree(display, window, out, out.share(8), out.share(16), out.share(24));
    Pointer list = out.getPointer(16);
    if (status == 0 || list == null) {
      return new long[0];
    }
    try {
      return list.getLongArray(0, out.getInt(24));
    } finally {
      Xlib.XFree(list);
    }
  }

  /** The parent of a window; 0 for the root and for none. */
  long parent(long window) {
    out.clear();
    int status = Xlib.XQueryTree(display, window, out, out.share(8), out.share(16), out.share(24));
    Pointer list = out.getPointer(16);
    if (list != null) {
      Xlib.XFree(list);
    }
    return status == 0 ? 0 : out.getLong(8);
  }

  /** Where a child of the root lies, its border included; null where it is gone. */
  @Nullable Placed placed(long window) {
    if (Xlib.XGetWindowAttributes(display, window, attributes) == 0) {
      return null;
    }
    int border = attributes.getInt(16);
    Bounds bounds =
        new Bounds(
            attributes.getInt(0),
            attributes.getInt(4),
            attributes.getInt(8) + 2 * border,
            attributes.getInt(12) + 2 * border);
    return new Placed(bounds, attributes.getInt(92) == VIEWABLE);
  }

  /** Whether the pointer passes through the whole window to what lies below it. */
  boolean passesPointer(long window) {
    if (!hasShapes) {
      return false;
    }
    out.clear();
    out.setInt(0, -1);
    Pointer rectangles =
        Xlib.Shape.XShapeGetRectangles(display, window, Xlib.Shape.INPUT, out, out.share(8));
    if (rectangles != null) {
      Xlib.XFree(rectangles);
    }
    return rectangles == null && out.getInt(0) == 0;
  }

  /** Where the pointer is; null where it is on another screen or the server is gone. */
  @Nullable Position pointer() {
    out.clear();
    int same =
        Xlib.XQueryPointer(
            display,
            root,
            out,
            out.share(8),
            out.share(16),
            out.share(20),
            out.share(24),
            out.share(28),
            out.share(32));
    return same == 0 || lost() ? null : new Position(out.getInt(16), out.getInt(20));
  }

  /** The window with the keyboard focus; 0 for none, 1 for "the one under the pointer". */
  long inputFocus() {
    out.clear();
    Xlib.XGetInputFocus(display, out, out.share(8));
    return out.getLong(0);
  }

  /**
   * Whether another program has grabbed the keyboard, or null where that cannot be told. A grab is
   * asked for at a time to come, which the server refuses, first because of another's grab and else
   * because of the time; so nothing is grabbed.
   *
   * @see <a href="https://www.x.org/releases/current/doc/xproto/x11protocol.html">X11 protocol,
   *     GrabKeyboard</a>
   */
  @Nullable Boolean keyboardIsGrabbed() {
    if (!tellsGrabs) {
      return null;
    }
    long toCome = TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + AN_HOUR_MILLIS;
    int status = Xlib.XGrabKeyboard(display, root, 0, ASYNCHRONOUS, ASYNCHRONOUS, toCome | 1);
    if (status == GRAB_SUCCESS && !lost()) {
      // By the clock of this server it was not to come: it is not asked again.
      tellsGrabs = false;
      Xlib.XUngrabKeyboard(display, 0);
      Xlib.XFlush(display);
    }
    return tellsGrabs ? status == ALREADY_GRABBED : null;
  }

  /** The process that made the window, by the X server's word; 0 where it cannot tell. */
  int makerOf(long window) {
    if (!hasClientIds) {
      return 0;
    }
    out.clear();
    spec.setLong(0, window);
    spec.setInt(8, Xlib.Res.PID_MASK);
    int status = Xlib.Res.XResQueryClientIds(display, 1, spec, out, out.share(8));
    Pointer ids = out.getPointer(8);
    if (status != 0 || ids == null) {
      return 0;
    }
    long count = out.getLong(0);
    int pid = count == 1 ? Xlib.Res.XResGetClientPid(ids) : 0;
    Xlib.Res.XResClientIdsDestroy(count, ids);
    return Math.max(pid, 0);
  }

  /** Text in UTF-8, or Latin-1 for the old kind of property; null where the window has none. */
  @Nullable String text(long window, long property, boolean utf8, int maxBytes) {
    byte[] bytes = property(window, property, maxBytes);
    return bytes == null
        ? null
        : new String(bytes, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private boolean findClientIds() {
    try {
      if (Xlib.Res.XResQueryExtension(display, out, out.share(8)) == 0
          || Xlib.Res.XResQueryVersion(display, out, out.share(8)) == 0) {
        return false;
      }
      int major = out.getInt(0);
      return major > 1 || (major == 1 && out.getInt(8) >= 2);
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private boolean findShapes() {
    try {
      return Xlib.Shape.XShapeQueryExtension(display, out, out.share(8)) != 0;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  @Override
  public void close() {
    XErrors.disown(display);
    if (!lost()) {
      Xlib.XCloseDisplay(display);
    }
  }
}
