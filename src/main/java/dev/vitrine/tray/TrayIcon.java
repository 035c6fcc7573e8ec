package dev.vitrine.tray;

import java.util.function.Consumer;

/**
 * Seam: an icon among those of the desktop's panel, with a menu, and the desktop's notifications.
 * Everything returns at once and may be called from any thread.
 */
public interface TrayIcon extends AutoCloseable {
  /**
   * Looks for a panel from now on, also for one that comes later or comes back.
   *
   * @param chosen is told what staff choose from the menu, on a thread that must not be kept
   */
  void start(Consumer<TrayMenu.Command> chosen);

  /** Shows this. */
  void show(TrayView view);

  /** Tells staff, where the desktop has notifications. */
  void announce(Announcement announcement);

  /** Whether a panel shows the icon now, as far as anybody can know. */
  boolean shown();

  @Override
  void close();
}
