package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;

/** A chunk as it lies in the database, with the key that opens it. */
final class SealedChunk {
  private final long number;
  private final long keyId;
  private final SealingKey key;
  private final byte[] sealed;

  /** Takes the array as its own. */
  SealedChunk(long number, long keyId, SealingKey key, byte[] sealed) {
    this.number = number;
    this.keyId = keyId;
    this.key = key;
    this.sealed = sealed;
  }

  long number() {
    return number;
  }

  long keyId() {
    return keyId;
  }

  SealingKey key() {
    return key;
  }

  /** The chunk's own array: not to be changed. */
  byte[] sealed() {
    return sealed;
  }
}
