package dev.vitrine.receiver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it came, checked; where it is sealed, its records have no lines, and it has a body.
 */
final class IncomingBatch {
  private final String id;
  private final byte[] digest;
  private final List<Incoming> records;
  private final byte @Nullable [] sealed;

  /** Keeps the arrays, which nobody changes any more. */
  IncomingBatch(String id, byte[] digest, List<Incoming> records, byte @Nullable [] sealed) {
    this.id = id;
    this.digest = digest;
    this.records = List.copyOf(records);
    this.sealed = sealed;
  }

  String id() {
    return id;
  }

  /** Not a copy; not to be changed. */
  byte[] digest() {
    return digest;
  }

  List<Incoming> records() {
    return records;
  }

  /** Not a copy; not to be changed. */
  byte @Nullable [] sealed() {
    return sealed;
  }
}
