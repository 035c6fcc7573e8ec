package dev.vitrine.platform.linux;

import dev.vitrine.tray.Announcement;
import dev.vitrine.tray.Sign;
import dev.vitrine.tray.TrayIcon;
import dev.vitrine.tray.TrayMenu;
import dev.vitrine.tray.TrayView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The icon as a StatusNotifierItem: KDE, Xfce, LXQt, Budgie, Cinnamon, and GNOME with its
 * AppIndicator extension.
 *
 * <p>{@link #shown} says that the panel's watcher lists the icon, has a panel, answered within the
 * last {@value #LOOK_MILLIS} ms or so, and that somebody read the icon's picture since it was
 * listed. It cannot tell whether the person told the panel to keep this icon in its drawer.
 */
public final class StatusNotifierTray implements TrayIcon {
  private static final Logger LOG = LoggerFactory.getLogger(StatusNotifierTray.class);

  private static final String WATCHER = "org.kde.StatusNotifierWatcher";
  private static final Bus.Target TARGET = new Bus.Target(WATCHER, "/StatusNotifierWatcher");
  private static final String DAEMON = "org.freedesktop.DBus";
  private static final long LOOK_MILLIS = 2_000;

  /** Until a panel that is there has read the icon, for the window should not stay beside it. */
  private static final long HASTE_MILLIS = 250;

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable String address;
  private final String ownName;
  private final Notifications notifications = new Notifications();
  private volatile TrayView view =
      new TrayView(Sign.STOPPED, "Vitrine", "", new TrayMenu(List.of()));
  private volatile boolean read;
  private volatile boolean shown;

  // guarded by this
  private boolean news;
  private boolean ended;
  private @Nullable Thread worker;

  // the worker's own
  private @Nullable Bus bus;
  private @Nullable MenuObject menu;
  private @Nullable TrayView told;
  private @Nullable String registeredWith;
  private boolean hosted;

  /**
   * Does nothing yet.
   *
   * @param environment the environment of this process; names the session bus
   */
  public StatusNotifierTray(Map<String, String> environment) {
    this.address = Bus.sessionAddress(environment);
    this.ownName = NotifierItem.TYPE + "-" + ProcessHandle.current().pid() + "-1";
  }

  /** Whether a panel that takes such icons runs now; looks once, for a second at most. */
  public static boolean hasPanel(Map<String, String> environment) {
    String address = Bus.sessionAddress(environment);
    if (address == null) {
      return false;
    }
    try (Bus session = Bus.open(address)) {
      long deadline = System.nanoTime() + ANSWER_NANOS;
      return session.hasOwner(WATCHER, deadline) && hasHost(session, deadline);
    } catch (DBusException | TimeoutException e) {
      return false;
    }
  }

  private static boolean hasHost(Bus session, long deadline)
      throws DBusException, TimeoutException {
    Object host =
        session.sendGet(TARGET, WATCHER, "IsStatusNotifierHostRegistered").await(deadline)[0];
    return Boolean.TRUE.equals(Bus.unwrap(host));
  }

  @Override
  public synchronized void start(Consumer<TrayMenu.Command> chosen) {
    if (address == null || worker != null) {
      return;
    }
    Thread thread = new Thread(() -> run(address, chosen), "vitrine-tray-bus");
    thread.setDaemon(true);
    worker = thread;
    thread.start();
  }

  @Override
  public void show(TrayView wanted) {
    view = wanted;
    wake();
  }

  @Override
  public void announce(Announcement announcement) {
    notifications.add(announcement, System.nanoTime());
    wake();
  }

  @Override
  public boolean shown() {
    return shown;
  }

  private synchronized void wake() {
    news = true;
    notifyAll();
  }

  private void run(String busAddress, Consumer<TrayMenu.Command> chosen) {
    try {
      do {
        look(busAddress, chosen);
      } while (pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  /** Waits for news or for the next look; false at the end. */
  private synchronized boolean pause() throws InterruptedException {
    long left = hosted && !shown ? HASTE_MILLIS : LOOK_MILLIS;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left);
    while (!ended && !news && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
    news = false;
    return !ended;
  }

  private void look(String busAddress, Consumer<TrayMenu.Command> chosen) {
    long now = System.nanoTime();
    try {
      Bus present = bus;
      if (present == null || present.lost()) {
        disconnect();
        present = connect(busAddress, chosen, now + ANSWER_NANOS);
      }
      tell(present);
      shown = register(present, System.nanoTime() + ANSWER_NANOS);
      notifications.send(present, System.nanoTime() + ANSWER_NANOS);
    } catch (DBusException | TimeoutException | RuntimeException e) {
      shown = false;
      LOG.debug("The panel cannot be asked: {}", e.getClass().getSimpleName());
    }
    notifications.expire(now);
  }

  private Bus connect(String busAddress, Consumer<TrayMenu.Command> chosen, long deadline)
      throws DBusException, TimeoutException {
    Bus opened = Bus.open(busAddress);
    try {
      MenuObject newMenu = new MenuObject(chosen);
      NotifierItem newItem =
          new NotifierItem(
              () -> view, this::pictureRead, () -> chosen.accept(TrayMenu.Command.VIEW));
      newMenu.show(view.menu());
      opened.export(NotifierItem.PATH, newItem);
      opened.export(MenuObject.PATH, newMenu);
      opened.own(ownName, deadline);
      for (String signal :
          List.of("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")) {
        opened.listen(
            DBusMatchRuleBuilder.create()
                .withType("signal")
                .withInterface(WATCHER)
                .withMember(signal)
                .build(),
            heard -> wake());
      }
      opened.listen(
          DBusMatchRuleBuilder.create()
              .withType("signal")
              .withInterface(DAEMON)
              .withMember("NameOwnerChanged")
              .withArg0123(0, WATCHER)
              .build(),
          heard -> wake());
      menu = newMenu;
      told = view;
      bus = opened;
      return opened;
    } catch (DBusException | TimeoutException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void pictureRead() {
    if (!read) {
      read = true;
      wake();
    }
  }

  /** Whether a panel shows the icon; makes it known to a watcher that does not know it. */
  private boolean register(Bus present, long deadline) throws DBusException, TimeoutException {
    hosted = false;
    String watcher = present.ownerOf(WATCHER, deadline);
    if (watcher == null) {
      registeredWith = null;
      read = false;
      return false;
    }
    boolean known = watcher.equals(registeredWith) && isListed(present, deadline);
    if (!known) {
      read = false;
      present.send(TARGET, WATCHER, "RegisterStatusNotifierItem", "s", ownName).await(deadline);
      registeredWith = watcher;
    }
    hosted = hasHost(present, deadline);
    if (!hosted) {
      read = false;
      return false;
    }
    if (known && !read) {
      // A panel that came while it was looked for may have read it just before that was forgotten.
      signal(present, "NewIcon");
    }
    return known && read;
  }

  private boolean isListed(Bus present, long deadline) throws DBusException, TimeoutException {
    Object items =
        present.sendGet(TARGET, WATCHER, "RegisteredStatusNotifierItems").await(deadline)[0];
    return Bus.members(Bus.unwrap(items)).stream()
        .map(String::valueOf)
        .anyMatch(one -> one.startsWith(ownName) || one.startsWith(present.uniqueName() + "/"));
  }

  /** Tells panels what has changed since they were told last. */
  private void tell(Bus present) throws DBusException {
    TrayView before = told;
    TrayView now = view;
    if (before == null || menu == null || now.equals(before)) {
      return;
    }
    told = now;
    int revision = menu.show(now.menu());
    if (revision > 0) {
      present.emit(
          MenuObject.PATH, MenuObject.TYPE, "LayoutUpdated", "ui", new UInt32(revision), 0);
    }
    if (now.sign() != before.sign()) {
      signal(present, "NewIcon");
      signal(present, "NewAttentionIcon");
      present.emit(
          NotifierItem.PATH, NotifierItem.TYPE, "NewStatus", "s", NotifierItem.status(now.sign()));
    }
    if (!now.title().equals(before.title())) {
      signal(present, "NewTitle");
    }
    signal(present, "NewToolTip");
  }

  private static void signal(Bus present, String name) throws DBusException {
    present.emit(NotifierItem.PATH, NotifierItem.TYPE, name, null);
  }

  private void disconnect() {
    shown = false;
    read = false;
    registeredWith = null;
    Bus last = bus;
    bus = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      ended = true;
      last = worker;
      notifyAll();
    }
    if (last != null) {
      Threads.awaitEnd(last);
    }
  }
}
