package dev.vitrine.receiver;

/** A record as it came: its id, and the exact bytes of its line. */
final class Incoming {
  private final String id;
  private final byte[] line;

  /** Keeps the array, which nobody changes any more. */
  Incoming(String id, byte[] line) {
    this.id = id;
    this.line = line;
  }

  String id() {
    return id;
  }

  /** Not a copy; not to be changed. */
  byte[] line() {
    return line;
  }

  @Override
  public String toString() {
    return "Incoming[" + line.length + " bytes]";
  }
}
