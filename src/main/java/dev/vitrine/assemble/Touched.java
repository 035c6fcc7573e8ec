package dev.vitrine.assemble;

import dev.vitrine.event.RawInput;
import org.jspecify.annotations.Nullable;

/** A press and what it is known to have touched, which may become known a little later. */
final class Touched {
  final RawInput.Button button;
  final long window;

  /** What the focus told, or the press itself. */
  PadKeys.@Nullable Kind told;

  Touched(RawInput.Button button, long window) {
    this.button = button;
    this.window = window;
  }

  PadKeys.Kind kind() {
    return told == null ? PadKeys.Kind.UNKNOWN : told;
  }

  @Override
  public String toString() {
    return "Touched";
  }
}
