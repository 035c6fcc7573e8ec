package dev.vitrine.assemble;

import dev.vitrine.assemble.Activity.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Simplifies a path while it is drawn: every point given lies within the tolerance of the polyline
 * that comes out. Constant time and memory a point besides the output ("sleeve fitting", Zhao and
 * Saalfeld 1997: the directions from the last kept point under which all points since are within
 * the tolerance are one interval of angles).
 */
final class PathSimplifier {
  /** Pixels by which a point may lie off the simplified path. */
  static final double TOLERANCE = 2;

  private final List<Point> kept = new ArrayList<>();
  private @Nullable Point last;
  private double low;
  private double high;
  private double farthest;
  private boolean constrained;

  /** Takes the next point. */
  void add(Point point) {
    Point anchor = kept.isEmpty() ? null : kept.get(kept.size() - 1);
    if (anchor == null) {
      keep(point);
      return;
    }
    if (last != null && !reaches(anchor, point)) {
      anchor = last;
      keep(last);
    }
    constrain(anchor, point);
    last = point;
  }

  /** How many points have been kept so far. */
  int size() {
    return kept.size();
  }

  /** The simplified path with the last point given; at least one point where any was given. */
  List<Point> finish() {
    List<Point> path = new ArrayList<>(kept);
    if (last != null) {
      path.add(last);
    }
    return path;
  }

  private void keep(Point point) {
    kept.add(point);
    last = null;
    constrained = false;
    farthest = 0;
  }

  /**
   * Whether the straight line from the anchor to the point passes within the tolerance of all
   * points since.
   */
  private boolean reaches(Point anchor, Point point) {
    double dx = point.x() - anchor.x();
    double dy = point.y() - anchor.y();
    double distance = Math.hypot(dx, dy);
    if (distance < farthest) {
      return false;
    }
    if (!constrained) {
      return true;
    }
    double angle = low + normalized(Math.atan2(dy, dx) - low);
    return angle <= high;
  }

  private void constrain(Point anchor, Point point) {
    double dx = point.x() - anchor.x();
    double dy = point.y() - anchor.y();
    double distance = Math.hypot(dx, dy);
    if (distance <= TOLERANCE) {
      return;
    }
    farthest = Math.max(farthest, distance);
    double half = Math.asin(TOLERANCE / distance);
    double angle = Math.atan2(dy, dx);
    if (!constrained) {
      constrained = true;
      low = angle - half;
      high = angle + half;
      return;
    }
    double offset = normalized(angle - low);
    double middle = low + (offset > Math.PI * 1.5 ? offset - 2 * Math.PI : offset);
    low = Math.max(low, middle - half);
    high = Math.min(high, middle + half);
  }

  /** The angle in [0, 2π). */
  private static double normalized(double angle) {
    double turn = 2 * Math.PI;
    double rest = angle % turn;
    return rest < 0 ? rest + turn : rest;
  }
}
