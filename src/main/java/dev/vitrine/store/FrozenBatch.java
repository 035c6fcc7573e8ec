package dev.vitrine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose bytes will not change any more: the records' lines joined with line feeds and
 * gzipped, and, where there is a {@code sealTo}, sealed to it behind a clear line with the ids.
 */
public final class FrozenBatch {
  private final String id;
  private final String endpoint;
  private final @Nullable String sealTo;
  private final List<String> recordIds;
  private final byte[] body;

  /** Takes a copy of the body as it is sent. */
  public FrozenBatch(
      String id, String endpoint, @Nullable String sealTo, List<String> recordIds, byte[] body) {
    this.id = id;
    this.endpoint = endpoint;
    this.sealTo = sealTo;
    this.recordIds = List.copyOf(recordIds);
    this.body = body.clone();
  }

  /** 128 random bits, base64url: the idempotency key. */
  public String id() {
    return id;
  }

  /** Where it goes. */
  public String endpoint() {
    return endpoint;
  }

  /** The training team's public key, or null. */
  public @Nullable String sealTo() {
    return sealTo;
  }

  /** The ids of its records, in order. */
  public List<String> recordIds() {
    return recordIds;
  }

  /** A copy of the body as it is sent. */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return "FrozenBatch[" + recordIds.size() + " records, " + body.length + " bytes]";
  }
}
