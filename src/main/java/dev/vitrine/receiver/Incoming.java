package dev.vitrine.receiver;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A record as it came: its id, and the exact bytes of its line, none where it is sealed. */
final class Incoming {
  private final String id;
  private final byte[] line;

  /** Keeps the array, which nobody changes any more. */
  Incoming(String id, byte[] line) {
    this.id = id;
    this.line = line;
  }

  /** The record of that id inside a sealed batch. */
  static Incoming sealed(String id) {
    return new Incoming(id, new byte[0]);
  }

  /** The first record of a sealed batch, which has all of it: which records count, and the body. */
  static Incoming ofSealed(List<String> ids, byte[] body) {
    String json =
        "{\"ids\":[\""
            + String.join("\",\"", ids)
            + "\"],\"body\":\""
            + Base64.getEncoder().encodeToString(body)
            + "\"}";
    return new Incoming(ids.get(0), json.getBytes(StandardCharsets.US_ASCII));
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
