package dev.vitrine.tray;

/** An indicator that can leave the screen to another. */
public interface HideableIndicator extends Indicator {
  /** Puts it on the screen or takes it off; callable from any thread, returns at once. */
  void appear(boolean wanted);
}
