package dev.vitrine.platform.linux;

import dev.vitrine.platform.awt.SignPainter;
import dev.vitrine.tray.Announcement;
import dev.vitrine.tray.Sign;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desktop's notifications. One waits up to {@value #PATIENCE_SECONDS} s for a server, which at
 * login may come later than the agent; after that it is dropped, and the log says so once.
 *
 * @see <a href="https://specifications.freedesktop.org/notification-spec/latest/">Desktop
 *     Notifications</a>
 */
final class Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private static final String SERVER = "org.freedesktop.Notifications";
  private static final Bus.Target TARGET = new Bus.Target(SERVER, "/org/freedesktop/Notifications");
  private static final long PATIENCE_SECONDS = 60;
  private static final int MOST_WAITING = 10;
  private static final int PICTURE = 48;
  private static final int AS_THE_SERVER_LIKES = -1;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean absenceTold;

  private record Waiting(Announcement announcement, long since) {}

  /** A picture: RGBA, row by row. */
  static final class Picture extends Struct {
    @Position(0)
    public final int width = PICTURE;

    @Position(1)
    public final int height = PICTURE;

    @Position(2)
    public final int rowBytes = 4 * PICTURE;

    @Position(3)
    public final boolean alpha = true;

    @Position(4)
    public final int bits = 8;

    @Position(5)
    public final int channels = 4;

    @Position(6)
    public final byte[] rgba;

    Picture(Sign sign) {
      int[] pixels = SignPainter.argb(sign, PICTURE);
      rgba = new byte[4 * pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        // From the highest byte on: alpha, red, green, blue.
        int pixel = Integer.rotateLeft(pixels[i], 8);
        rgba[4 * i] = (byte) (pixel >>> 24);
        rgba[4 * i + 1] = (byte) (pixel >>> 16);
        rgba[4 * i + 2] = (byte) (pixel >>> 8);
        rgba[4 * i + 3] = (byte) pixel;
      }
    }
  }

  /** Queues one; {@code now} is in {@link System#nanoTime}. */
  synchronized void add(Announcement announcement, long now) {
    if (waiting.size() == MOST_WAITING) {
      waiting.removeFirst();
    }
    waiting.addLast(new Waiting(announcement, now));
  }

  private synchronized @Nullable Waiting oldest() {
    return waiting.peekFirst();
  }

  private synchronized void remove(Waiting one) {
    waiting.remove(one);
  }

  /** Drops what waited too long; {@code now} is in {@link System#nanoTime}. */
  synchronized void expire(long now) {
    while (!waiting.isEmpty()
        && now - waiting.getFirst().since() > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      waiting.removeFirst();
      if (!absenceTold) {
        absenceTold = true;
        LOG.info("This desktop has no notifications; the icon and the commands say the same");
      }
    }
  }

  /** Sends what waits, where there is a server or one can be started. */
  void send(Bus bus, long deadline) throws DBusException, TimeoutException {
    for (Waiting next = oldest(); next != null; next = oldest()) {
      if (!bus.hasOwner(SERVER, deadline) && !bus.canStart(SERVER, deadline)) {
        return;
      }
      remove(next);
      send(bus, next.announcement());
    }
  }

  private static void send(Bus bus, Announcement one) throws DBusException {
    Map<String, Variant<?>> hints = new LinkedHashMap<>();
    hints.put("urgency", new Variant<>((byte) (one.sign() == Sign.TROUBLE ? 2 : 1)));
    hints.put("image-data", new Variant<>(new Picture(one.sign()), "(iiibiiay)"));
    // Nobody waits for the answer: a server that is just being started takes seconds.
    bus.send(
        TARGET,
        SERVER,
        "Notify",
        "susssasa{sv}i",
        "Vitrine",
        new UInt32(0),
        "",
        one.title(),
        withoutMarkup(one.text()),
        List.of(),
        hints,
        AS_THE_SERVER_LIKES);
  }

  private static String withoutMarkup(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
