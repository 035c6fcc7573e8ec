package dev.vitrine.platform.linux;

import dev.vitrine.event.Bounds;

/** Compares places as accessible objects tell them with places as the X server does. */
final class Places {
  /** Pixels by which something may be said to lie elsewhere than it does. */
  private static final int SLACK = 2;

  private Places() {}

  static boolean isWithin(Bounds inner, Bounds outer) {
    return inner.x() >= outer.x() - SLACK
        && inner.y() >= outer.y() - SLACK
        && inner.x() + inner.width() <= outer.x() + outer.width() + SLACK
        && inner.y() + inner.height() <= outer.y() + outer.height() + SLACK;
  }

  /**
   * Whether it lies within a window of the screen, which may have a frame or a shadow around it,
   * and is not much smaller.
   */
  static boolean fills(Bounds inner, Bounds outer) {
    return isWithin(inner, outer)
        && 3 * inner.width() >= 2 * outer.width()
        && 3 * inner.height() >= 2 * outer.height();
  }
}
