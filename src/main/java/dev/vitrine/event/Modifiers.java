package dev.vitrine.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The modifier keys that were down at an event. AltGraph makes characters and is never part of a
 * shortcut.
 */
public record Modifiers(
    boolean control, boolean alt, boolean shift, boolean meta, boolean altGraph) {
  /** No modifier down. */
  public static final Modifiers NONE = new Modifiers(false, false, false, false, false);

  /** W3C key names of those that are down, in the order Control, Alt, Shift, Meta. */
  public List<String> names() {
    List<String> names = new ArrayList<>(4);
    if (control) {
      names.add("Control");
    }
    if (alt) {
      names.add("Alt");
    }
    if (shift) {
      names.add("Shift");
    }
    if (meta) {
      names.add("Meta");
    }
    return List.copyOf(names);
  }

  /** Whether a key pressed with these is a chord (a shortcut), not text. */
  public boolean chord() {
    return (control || alt || meta) && !altGraph;
  }
}
