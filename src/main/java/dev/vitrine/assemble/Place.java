package dev.vitrine.assemble;

import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.Window;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where and when an activity began. {@code sessionMillis} counts from the session's start; {@code
 * title}, {@code site} and {@code element} are null where the rule does not admit them. Unredacted.
 */
public record Place(
    long startNanos,
    Instant at,
    LocalDate day,
    String session,
    long sessionMillis,
    String app,
    String policy,
    @Nullable String title,
    @Nullable String site) {
  @Override
  public String toString() {
    return "Place";
  }

  /** An element as far as the rule admits it: role, and the name where names are admitted. */
  public record Element(
      String role, @Nullable String name, dev.vitrine.event.@Nullable Bounds bounds) {
    /** Role and bounds, without the name. */
    public static Element role(FocusedElement element) {
      return new Element(element.role(), null, element.bounds());
    }

    @Override
    public String toString() {
      return "Element";
    }
  }

  /** The place of a window, for {@code nx}, {@code ny}. */
  public static double within(int value, int start, int length) {
    return length <= 0 ? 0 : Math.min(1, Math.max(0, (value - start) / (double) length));
  }

  /** The fraction of the window's width at which a point lies, 0..1. */
  public static double nx(int x, Window window) {
    return within(x, window.bounds().x(), window.bounds().width());
  }

  /** The fraction of the window's height at which a point lies, 0..1. */
  public static double ny(int y, Window window) {
    return within(y, window.bounds().y(), window.bounds().height());
  }
}
