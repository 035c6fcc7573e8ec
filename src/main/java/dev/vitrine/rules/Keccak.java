package dev.vitrine.rules;

/**
 * Keccak-256 as Ethereum and Monero use it: the sponge of FIPS 202 (rate 1088 bits) with the
 * padding of the submission of 2011, which is not that of SHA3-256.
 */
final class Keccak {
  private static final int RATE = 136;
  private static final int ROUNDS = 24;
  private static final int LANES = 25;

  /** The round constants, FIPS 202, 3.2.5. */
  private static final long[] IOTA = iota();

  private Keccak() {}

  /** The digest of 32 bytes. */
  static byte[] digest(byte[] message) {
    long[] state = new long[LANES];
    int from = 0;
    for (; message.length - from >= RATE; from += RATE) {
      absorb(state, message, from, RATE);
    }
    byte[] last = new byte[RATE];
    System.arraycopy(message, from, last, 0, message.length - from);
    last[message.length - from] ^= 1;
    last[RATE - 1] ^= (byte) 0x80;
    absorb(state, last, 0, RATE);
    byte[] digest = new byte[32];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (state[i / 8] >>> (8 * (i % 8)));
    }
    return digest;
  }

  private static void absorb(long[] state, byte[] block, int from, int length) {
    for (int i = 0; i < length; i++) {
      state[i / 8] ^= (block[from + i] & 0xFFL) << (8 * (i % 8));
    }
    for (int round = 0; round < ROUNDS; round++) {
      round(state, IOTA[round]);
    }
  }

  private static void round(long[] a, long constant) {
    long[] parity = new long[5];
    for (int i = 0; i < LANES; i++) {
      parity[i % 5] ^= a[i];
    }
    for (int i = 0; i < LANES; i++) {
      a[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
    }
    // Rho and pi walk the lanes along one cycle, the offsets being the triangular numbers.
    int x = 1;
    int y = 0;
    long moved = a[1];
    for (int t = 1; t < LANES; t++) {
      int to = (2 * x + 3 * y) % 5;
      x = y;
      y = to;
      long next = a[x + 5 * y];
      a[x + 5 * y] = Long.rotateLeft(moved, t * (t + 1) / 2);
      moved = next;
    }
    long[] row = new long[5];
    for (int base = 0; base < LANES; base += 5) {
      System.arraycopy(a, base, row, 0, 5);
      for (int i = 0; i < 5; i++) {
        a[base + i] = row[i] ^ (~row[(i + 1) % 5] & row[(i + 2) % 5]);
      }
    }
    a[0] ^= constant;
  }

  private static long[] iota() {
    long[] constants = new long[ROUNDS];
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          constants[round] |= 1L << ((1 << j) - 1);
        }
        register <<= 1;
        if (register >= 256) {
          register ^= 0x171;
        }
      }
    }
    return constants;
  }
}
