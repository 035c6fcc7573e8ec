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

  /** The cycle along which rho and pi move the lanes; the offsets are the triangular numbers. */
  private static final int[] PI = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
  };

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
    long c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
    long c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
    long c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
    long c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
    long c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
    for (int i = 0; i < LANES; i += 5) {
      a[i] ^= c4 ^ Long.rotateLeft(c1, 1);
      a[i + 1] ^= c0 ^ Long.rotateLeft(c2, 1);
      a[i + 2] ^= c1 ^ Long.rotateLeft(c3, 1);
      a[i + 3] ^= c2 ^ Long.rotateLeft(c4, 1);
      a[i + 4] ^= c3 ^ Long.rotateLeft(c0, 1);
    }
    long moved = a[1];
    for (int t = 0; t < PI.length; t++) {
      long next = a[PI[t]];
      a[PI[t]] = Long.rotateLeft(moved, (t + 1) * (t + 2) / 2);
      moved = next;
    }
    for (int i = 0; i < LANES; i += 5) {
      long r0 = a[i];
      long r1 = a[i + 1];
      a[i] = r0 ^ (~r1 & a[i + 2]);
      a[i + 1] = r1 ^ (~a[i + 2] & a[i + 3]);
      a[i + 2] ^= ~a[i + 3] & a[i + 4];
      a[i + 3] ^= ~a[i + 4] & r0;
      a[i + 4] ^= ~r0 & r1;
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
