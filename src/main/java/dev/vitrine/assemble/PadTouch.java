package dev.vitrine.assemble;

/** A press, as far as it may be typing on a pad: on what, where, how often. Unredacted. */
record PadTouch(PadKeys.Kind kind, long window, int x, int y, int clicks) {
  /** The same, but on nothing that belongs to a pad. */
  PadTouch elsewhere() {
    return new PadTouch(PadKeys.Kind.OTHER, window, x, y, clicks);
  }

  @Override
  public String toString() {
    return "PadTouch";
  }
}
