package dev.vitrine.platform.linux;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of Xlib that are used here, mapped directly. Displays, windows and atoms are plain
 * longs; the layout of structures, read by offset, is that of 64-bit Linux.
 */
final class Xlib {
  static final int KEY_PRESS = 2;
  static final int KEY_RELEASE = 3;
  static final int MOTION_NOTIFY = 6;
  static final int PROPERTY_NOTIFY = 28;
  static final int FOCUS_IN = 9;
  static final int FOCUS_OUT = 10;
  static final int CREATE_NOTIFY = 16;
  static final int DESTROY_NOTIFY = 17;
  static final int UNMAP_NOTIFY = 18;
  static final int MAP_NOTIFY = 19;
  static final int REPARENT_NOTIFY = 21;
  static final int CONFIGURE_NOTIFY = 22;
  static final int GRAVITY_NOTIFY = 24;
  static final int CIRCULATE_NOTIFY = 26;
  static final int GENERIC_EVENT = 35;

  static final long STRUCTURE_NOTIFY_MASK = 1L << 17;
  static final long SUBSTRUCTURE_NOTIFY_MASK = 1L << 19;
  static final long FOCUS_CHANGE_MASK = 1L << 21;
  static final long PROPERTY_CHANGE_MASK = 1L << 22;

  /** Bytes of the XEvent union. */
  static final int EVENT_BYTES = 192;

  static {
    Native.register(Xlib.class, NativeLibrary.getInstance("libX11.so.6"));
  }

  private Xlib() {}

  /** {@code int (*)(Display *, XErrorEvent *)}. */
  interface ErrorHandler extends Callback {
    int invoke(Pointer display, Pointer event);
  }

  /** {@code int (*)(Display *)}. */
  interface IoErrorHandler extends Callback {
    int invoke(Pointer display);
  }

  /** {@code void (*)(Display *, void *)}. */
  interface IoErrorExitHandler extends Callback {
    void invoke(Pointer display, @Nullable Pointer data);
  }

  static native int XInitThreads();

  static native long XOpenDisplay(@Nullable String name);

  static native int XCloseDisplay(long display);

  static native int XConnectionNumber(long display);

  static native long XDefaultRootWindow(long display);

  static native long XInternAtom(long display, String name, int onlyIfExists);

  static native int XSelectInput(long display, long window, long mask);

  static native int XPending(long display);

  static native int XNextEvent(long display, Pointer event);

  static native int XFlush(long display);

  static native int XSync(long display, int discard);

  static native int XQueryExtension(
      long display, String name, Pointer opcode, Pointer firstEvent, Pointer firstError);

  static native int XGetEventData(long display, Pointer event);

  static native void XFreeEventData(long display, Pointer event);

  static native int XQueryPointer(
      long display,
      long window,
      Pointer root,
      Pointer child,
      Pointer rootX,
      Pointer rootY,
      Pointer x,
      Pointer y,
      Pointer mask);

  static native int XFree(Pointer data);

  static native int XQueryTree(
      long display, long window, Pointer root, Pointer parent, Pointer children, Pointer count);

  static native int XGetWindowAttributes(long display, long window, Pointer attributes);

  static native int XGetInputFocus(long display, Pointer window, Pointer revertTo);

  static native int XGrabKeyboard(
      long display, long window, int ownerEvents, int pointerMode, int keyboardMode, long time);

  static native int XUngrabKeyboard(long display, long time);

  static native int XGetWindowProperty(
      long display,
      long window,
      long property,
      long offset,
      long length,
      int delete,
      long requestedType,
      Pointer actualType,
      Pointer actualFormat,
      Pointer items,
      Pointer bytesAfter,
      Pointer data);

  static native @Nullable Pointer XSetErrorHandler(@Nullable ErrorHandler handler);

  static native @Nullable Pointer XSetIOErrorHandler(IoErrorHandler handler);

  /** {@code XSetIOErrorExitHandler}, which libX11 has since 1.7. */
  static final class Exit {
    static {
      Native.register(Exit.class, NativeLibrary.getInstance("libX11.so.6"));
    }

    private Exit() {}

    static native void XSetIOErrorExitHandler(
        long display, IoErrorExitHandler handler, @Nullable Pointer data);
  }

  /** The client ids of the X-Resource extension, version 1.2. */
  static final class Res {
    static final int PID_MASK = 2;

    static {
      Native.register(Res.class, NativeLibrary.getInstance("libXRes.so.1"));
    }

    private Res() {}

    static native int XResQueryExtension(long display, Pointer eventBase, Pointer errorBase);

    static native int XResQueryVersion(long display, Pointer major, Pointer minor);

    static native int XResQueryClientIds(
        long display, long count, Pointer specs, Pointer idCount, Pointer ids);

    static native int XResGetClientPid(Pointer id);

    static native void XResClientIdsDestroy(long count, Pointer ids);
  }

  /** The input shapes of the Shape extension, version 1.1. */
  static final class Shape {
    static final int INPUT = 2;

    static {
      Native.register(Shape.class, NativeLibrary.getInstance("libXext.so.6"));
    }

    private Shape() {}

    static native int XShapeQueryExtension(long display, Pointer eventBase, Pointer errorBase);

    static native @Nullable Pointer XShapeGetRectangles(
        long display, long window, int kind, Pointer count, Pointer ordering);
  }

  /** The raw events of XInput 2. */
  static final class Xi {
    static final int ALL_DEVICES = 0;
    static final int ALL_MASTER_DEVICES = 1;
    static final int HIERARCHY_CHANGED = 11;
    static final int RAW_KEY_PRESS = 13;
    static final int RAW_KEY_RELEASE = 14;
    static final int RAW_BUTTON_PRESS = 15;
    static final int RAW_BUTTON_RELEASE = 16;
    static final int RAW_MOTION = 17;

    static {
      Native.register(Xi.class, NativeLibrary.getInstance("libXi.so.6"));
    }

    private Xi() {}

    static native int XIQueryVersion(long display, Pointer major, Pointer minor);

    static native int XISelectEvents(long display, long window, Pointer masks, int count);

    static native @Nullable Pointer XIQueryDevice(long display, int device, Pointer count);

    static native void XIFreeDeviceInfo(Pointer devices);
  }

  /** What Xlib itself has of the X Keyboard extension. */
  static final class Kbd {
    static final int USE_CORE_KEYBOARD = 0x100;
    static final int NEW_KEYBOARD_NOTIFY = 0;
    static final int MAP_NOTIFY = 1;
    static final int STATE_NOTIFY = 2;

    static {
      Native.register(Kbd.class, NativeLibrary.getInstance("libX11.so.6"));
    }

    private Kbd() {}

    static native int XkbQueryExtension(
        long display,
        Pointer opcode,
        Pointer firstEvent,
        Pointer firstError,
        Pointer major,
        Pointer minor);

    static native int XkbSelectEvents(long display, int device, long which, long selected);

    static native int XkbGetState(long display, int device, Pointer state);
  }

  /** The RECORD extension. */
  static final class Rec {
    static final long ALL_CLIENTS = 3;
    static final int FROM_SERVER = 0;

    static {
      Native.register(Rec.class, NativeLibrary.getInstance("libXtst.so.6"));
    }

    private Rec() {}

    /** {@code void (*)(XPointer, XRecordInterceptData *)}. */
    interface Intercept extends Callback {
      void invoke(@Nullable Pointer closure, Pointer data);
    }

    static native int XRecordQueryVersion(long display, Pointer major, Pointer minor);

    static native @Nullable Pointer XRecordAllocRange();

    static native long XRecordCreateContext(
        long display, int flags, Pointer clients, int clientCount, Pointer ranges, int rangeCount);

    static native int XRecordEnableContextAsync(
        long display, long context, Intercept callback, @Nullable Pointer closure);

    static native void XRecordProcessReplies(long display);

    static native int XRecordDisableContext(long display, long context);

    static native int XRecordFreeContext(long display, long context);

    static native void XRecordFreeData(Pointer data);
  }

  /** What is needed of libc to wait for a connection and for a wake-up at once. */
  static final class C {
    static final short POLLIN = 1;

    static {
      Native.register(C.class, NativeLibrary.getInstance("libc.so.6"));
    }

    private C() {}

    static native int poll(Pointer fds, long count, int timeoutMillis);

    static native int pipe(int[] ends);

    static native long write(int fd, byte[] bytes, long count);

    static native int close(int fd);
  }
}
