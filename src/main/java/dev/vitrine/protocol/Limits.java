package dev.vitrine.protocol;

/** What an endpoint takes in one batch: bytes as sent, bytes unpacked, records. Each at least 1. */
public record Limits(int sentBytes, int unpackedBytes, int records) {
  /** 1 MiB as sent, 8 MiB unpacked, 2,000 records. */
  public static final Limits DEFAULT = new Limits(1024 * 1024, 8 * 1024 * 1024, 2000);

  public Limits {
    if (sentBytes < 1 || unpackedBytes < 1 || records < 1) {
      throw new IllegalArgumentException("A limit is at least 1");
    }
  }
}
