package dev.vitrine.testing;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.platform.unix.X11;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes input on a display through the X server's XTEST extension, as a person would: the events
 * take the same way as those of a keyboard and a mouse. For a layout whose characters are on the
 * first two levels, such as the US layout of a virtual display. To be closed before its server is
 * killed: Xlib ends a process that uses a broken connection.
 */
public final class XTest implements AutoCloseable {
  /** Key symbols of keys without a character. */
  public static final int TAB = 0xff09;

  public static final int ENTER = 0xff0d;
  public static final int ESCAPE = 0xff1b;
  public static final int BACKSPACE = 0xff08;
  public static final int LEFT = 0xff51;
  public static final int SHIFT = 0xffe1;
  public static final int CONTROL = 0xffe3;
  public static final int ALT = 0xffe9;
  public static final int SUPER = 0xffeb;
  public static final int ALT_GRAPH = 0xfe03;

  private final long display;

  private static final class X {
    static {
      Native.register(X.class, NativeLibrary.getInstance("libX11.so.6"));
    }

    static native long XOpenDisplay(String name);

    static native int XCloseDisplay(long display);

    static native int XSync(long display, int discard);

    static native int XFlush(long display);

    static native byte XKeysymToKeycode(long display, long keysym);

    static native long XkbKeycodeToKeysym(long display, byte keycode, int group, int level);

    static native long XDefaultRootWindow(long display);

    static native int XWarpPointer(
        long display,
        long from,
        long to,
        int fromX,
        int fromY,
        int width,
        int height,
        int x,
        int y);

    static native int XQueryPointer(
        long display,
        long window,
        Pointer root,
        Pointer child,
        Pointer rootX,
        Pointer rootY,
        Pointer winX,
        Pointer winY,
        Pointer mask);
  }

  private static final class Tst {
    static {
      Native.register(Tst.class, NativeLibrary.getInstance("libXtst.so.6"));
    }

    static native int XTestFakeKeyEvent(long display, int keycode, int press, NativeLong delay);

    static native int XTestFakeButtonEvent(long display, int button, int press, NativeLong delay);

    static native int XTestFakeMotionEvent(
        long display, int screen, int x, int y, NativeLong delay);
  }

  private static final NativeLong AT_ONCE = new NativeLong(0);

  /** Connects to the display. */
  public XTest(String name) {
    display = X.XOpenDisplay(name);
    if (display == 0) {
      throw new IllegalStateException("cannot open " + name);
    }
  }

  /** Whether the display can be opened now. */
  public static boolean canOpen(String name) {
    long opened = X.XOpenDisplay(name);
    if (opened != 0) {
      X.XCloseDisplay(opened);
    }
    return opened != 0;
  }

  /** Whether a window manager has announced itself. */
  public boolean windowManagerRuns() {
    X11.Display same = new X11.Display();
    same.setPointer(new Pointer(display));
    X11 x = X11.INSTANCE;
    X11.Atom check = x.XInternAtom(same, "_NET_SUPPORTING_WM_CHECK", false);
    com.sun.jna.ptr.NativeLongByReference items = new com.sun.jna.ptr.NativeLongByReference();
    com.sun.jna.ptr.PointerByReference data = new com.sun.jna.ptr.PointerByReference();
    x.XGetWindowProperty(
        same,
        x.XDefaultRootWindow(same),
        check,
        new NativeLong(0),
        new NativeLong(1),
        false,
        new X11.Atom(0),
        new X11.AtomByReference(),
        new com.sun.jna.ptr.IntByReference(),
        items,
        new com.sun.jna.ptr.NativeLongByReference(),
        data);
    if (data.getValue() != null) {
      x.XFree(data.getValue());
    }
    return items.getValue().intValue() == 1;
  }

  /** Presses and releases one key by its key symbol, with these modifier keys held. */
  public void key(int keysym, int... modifiers) {
    for (int modifier : modifiers) {
      send(modifier, true);
    }
    send(keysym, true);
    send(keysym, false);
    for (int i = modifiers.length - 1; i >= 0; i--) {
      send(modifiers[i], false);
    }
    // The RECORD extension hands on what it has only when the server next answers somebody.
    X.XSync(display, 0);
  }

  /** Presses or releases the key of a key code, whatever the layout has on it. */
  public void keycode(int keycode, boolean down) {
    Tst.XTestFakeKeyEvent(display, keycode, down ? 1 : 0, AT_ONCE);
    X.XSync(display, 0);
  }

  /** Presses and releases the key of a key code. */
  public void tapCode(int keycode) {
    keycode(keycode, true);
    keycode(keycode, false);
  }

  /** Types printable ASCII characters, with Shift where the layout wants it. */
  public void type(String text) {
    type(text, 0);
  }

  /** Types at a rate of so many characters a second; 0 is as fast as it goes. */
  public void type(String text, double perSecond) {
    long start = System.nanoTime();
    for (int i = 0; i < text.length(); i++) {
      int keysym = text.charAt(i) == '\n' ? ENTER : text.charAt(i);
      if (isShifted(keysym)) {
        key(keysym, SHIFT);
      } else {
        key(keysym);
      }
      pace(start, i + 1, perSecond);
    }
    X.XSync(display, 0);
  }

  /** Moves the pointer. */
  public void move(int x, int y) {
    Tst.XTestFakeMotionEvent(display, 0, x, y, AT_ONCE);
    X.XSync(display, 0);
  }

  /** Puts the pointer there without a motion of a device. */
  public void warp(int x, int y) {
    X.XWarpPointer(display, 0, X.XDefaultRootWindow(display), 0, 0, 0, 0, x, y);
    X.XSync(display, 0);
  }

  /** Moves the pointer {@code count} times at a rate, each time to another place. */
  public void moves(int count, double perSecond) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Tst.XTestFakeMotionEvent(display, 0, 100 + i % 800, 100 + (i / 7) % 500, AT_ONCE);
      X.XFlush(display);
      pace(start, i + 1, perSecond);
    }
    X.XSync(display, 0);
  }

  /** Presses and releases a button where the pointer is; 4 to 7 are the wheel. */
  public void click(int button) {
    button(button, true);
    button(button, false);
  }

  /** Presses or releases a button. */
  public void button(int button, boolean down) {
    Tst.XTestFakeButtonEvent(display, button, down ? 1 : 0, AT_ONCE);
    X.XSync(display, 0);
  }

  /** Where the pointer is: x and y. */
  public int[] pointer() {
    Memory out = new Memory(56);
    X.XQueryPointer(
        display,
        X.XDefaultRootWindow(display),
        out,
        out.share(8),
        out.share(16),
        out.share(24),
        out.share(32),
        out.share(40),
        out.share(48));
    return new int[] {out.getInt(16), out.getInt(24)};
  }

  private void send(int keysym, boolean down) {
    byte keycode = X.XKeysymToKeycode(display, keysym);
    if (keycode == 0) {
      throw new IllegalArgumentException(
          "the layout has no key for 0x" + Integer.toHexString(keysym));
    }
    Tst.XTestFakeKeyEvent(display, keycode & 0xff, down ? 1 : 0, AT_ONCE);
  }

  private boolean isShifted(int keysym) {
    byte keycode = X.XKeysymToKeycode(display, keysym);
    return X.XkbKeycodeToKeysym(display, keycode, 0, 0) != keysym
        && X.XkbKeycodeToKeysym(display, keycode, 0, 1) == keysym;
  }

  private static void pace(long start, long done, double perSecond) {
    if (perSecond <= 0) {
      return;
    }
    long due = start + (long) (done * 1e9 / perSecond);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    X.XCloseDisplay(display);
  }
}
