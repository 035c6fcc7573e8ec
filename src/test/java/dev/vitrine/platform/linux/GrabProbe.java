package dev.vitrine.platform.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.platform.unix.X11;
import java.util.concurrent.locks.LockSupport;

/** Grabs the keyboard, as a password prompt does, until it is ended. */
public final class GrabProbe {
  private GrabProbe() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    X11 x = X11.INSTANCE;
    X11.Display display = x.XOpenDisplay(null);
    X11.Window root = x.XDefaultRootWindow(display);
    int asynchronous = 1;
    x.XGrabKeyboard(display, root, 0, asynchronous, asynchronous, new NativeLong(0));
    x.XSync(display, false);
    while (true) {
      LockSupport.park();
    }
  }
}
