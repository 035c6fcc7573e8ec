package dev.vitrine.record;

/**
 * One encoded record: the UTF-8 bytes of its JSON object, without the line feed. The same bytes are
 * stored, shown and sent. {@code id} and {@code app} repeat what the line says, so that the store
 * need not parse it. Immutable.
 */
public final class RecordLine {
  private final String id;
  private final String app;
  private final byte[] bytes;

  /** Takes a copy of the bytes. */
  public RecordLine(String id, String app, byte[] bytes) {
    this.id = id;
    this.app = app;
    this.bytes = bytes.clone();
  }

  /** The record's id. */
  public String id() {
    return id;
  }

  /** The name of the policy rule that admitted it. */
  public String app() {
    return app;
  }

  /** A copy of the encoded bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The number of bytes, without a line feed. */
  public int size() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "RecordLine[" + bytes.length + " bytes]";
  }
}
