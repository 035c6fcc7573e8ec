package dev.vitrine.platform.linux;

/**
 * What was found out about one thing that capture needs. {@code detail} says what is there, {@code
 * remedy} what to do where it is not (empty where it is); both are one line, free of content.
 */
public record Probe(String name, boolean ok, String detail, String remedy) {
  /** It is there. */
  public static Probe ok(String name, String detail) {
    return new Probe(name, true, detail, "");
  }

  /** It is missing. */
  public static Probe missing(String name, String detail, String remedy) {
    return new Probe(name, false, detail, remedy);
  }
}
