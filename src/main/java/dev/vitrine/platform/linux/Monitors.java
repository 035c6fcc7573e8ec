package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Monitor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of an X display by RandR 1.5, remembered until they change. Where the extension or
 * its library is not there, none are known.
 *
 * <p>X11 has one scale for the whole desktop, which the desktop writes as {@code Xft.dpi} into the
 * resources: 96 dots per inch are one physical pixel per logical one.
 *
 * @see <a href="https://gitlab.freedesktop.org/xorg/lib/libxrandr">Xrandr.h</a>
 */
final class Monitors {
  private static final double PLAIN_DPI = 96;
  private static final int RESOURCE_BYTES = 65_536;
  private static final String DPI = "Xft.dpi:";

  /** RRScreenChangeNotifyMask, RRCrtcChangeNotifyMask, RROutputChangeNotifyMask. */
  private static final int CHANGES = 1 | 1 << 1 | 1 << 2;

  /** RRScreenChangeNotify and RRNotify follow one another from the extension's first event. */
  private static final int EVENTS = 2;

  /** XRRMonitorInfo: name, primary, automatic, noutput, x, y, width, height, mm, outputs. */
  private static final int INFO_BYTES = 56;

  private static final int PRIMARY = 8;
  private static final int X = 20;
  private static final int Y = 24;
  private static final int WIDTH = 28;
  private static final int HEIGHT = 32;
  private static final int NO_EVENT = Integer.MIN_VALUE;

  private final XConnection x;
  private final long resources;
  private final int firstEvent;
  private @Nullable List<Monitor> known;

  private static final class Randr {
    static {
      Native.register(Randr.class, NativeLibrary.getInstance("libXrandr.so.2"));
    }

    static native int XRRQueryExtension(long display, Pointer eventBase, Pointer errorBase);

    static native void XRRSelectInput(long display, long window, int mask);

    static native @Nullable Pointer XRRGetMonitors(
        long display, long window, int active, Pointer count);

    static native void XRRFreeMonitors(Pointer monitors);
  }

  /** Asks to be told of changes. */
  Monitors(XConnection x) {
    this.x = x;
    this.resources = x.atom("RESOURCE_MANAGER");
    this.firstEvent = select(x);
  }

  private static int select(XConnection x) {
    try (Memory out = new Memory(16)) {
      if (Randr.XRRQueryExtension(x.display(), out, out.share(8)) == 0) {
        return NO_EVENT;
      }
      Randr.XRRSelectInput(x.display(), x.root(), CHANGES);
      return out.getInt(0);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return NO_EVENT;
    }
  }

  /** Takes an event of that type; says whether the monitors may have changed. */
  boolean changedBy(int eventType) {
    boolean changed =
        firstEvent != NO_EVENT && eventType >= firstEvent && eventType < firstEvent + EVENTS;
    if (changed) {
      forget();
    }
    return changed;
  }

  /** They are to be read again. */
  void forget() {
    known = null;
  }

  /** The monitors, the primary one first. */
  List<Monitor> now() {
    List<Monitor> found = known;
    if (found == null) {
      found = firstEvent == NO_EVENT ? List.of() : read();
      known = found;
    }
    return found;
  }

  private List<Monitor> read() {
    record Info(boolean primary, Bounds bounds) {}
    List<Info> infos = new ArrayList<>();
    try (Memory count = new Memory(8)) {
      count.clear();
      Pointer all = Randr.XRRGetMonitors(x.display(), x.root(), 1, count);
      if (all == null) {
        return List.of();
      }
      for (int i = 0; i < count.getInt(0); i++) {
        Pointer one = all.share((long) i * INFO_BYTES);
        infos.add(
            new Info(
                one.getInt(PRIMARY) != 0,
                new Bounds(one.getInt(X), one.getInt(Y), one.getInt(WIDTH), one.getInt(HEIGHT))));
      }
      Randr.XRRFreeMonitors(all);
    }
    infos.sort(Comparator.comparing(info -> !info.primary()));
    double scale = scale();
    List<Monitor> monitors = new ArrayList<>();
    for (Info info : infos) {
      monitors.add(new Monitor(monitors.size(), info.bounds(), scale));
    }
    return List.copyOf(monitors);
  }

  private double scale() {
    String all = x.text(x.root(), resources, false, RESOURCE_BYTES);
    if (all != null) {
      for (String line : all.lines().toList()) {
        if (line.startsWith(DPI)) {
          return scale(line.substring(DPI.length()).strip());
        }
      }
    }
    return 1;
  }

  private static double scale(String dpi) {
    try {
      double scale = Double.parseDouble(dpi) / PLAIN_DPI;
      return scale >= 0.5 && scale <= 8 ? Math.round(scale * 100) / 100.0 : 1;
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
