package dev.vitrine.rules;

/**
 * A place in a text where two pieces were put together. A recogniser may cross it, or take it for
 * the border of a word or number.
 */
public record Joint(int at, Kind kind) {
  /** What lay between the pieces. */
  public enum Kind {
    /** A correction. */
    EDIT,
    /** Time; the typing went on in the same place. */
    PAUSE,
    /** The end of a line or field: a value that runs to the end of its line ends there. */
    BREAK
  }
}
