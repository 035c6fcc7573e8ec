package dev.vitrine.rules;

import java.util.Arrays;

/** Groups of five bits and other small change of the wallets' checks. */
final class Bits {
  private Bits() {}

  /** The whole bytes that the groups of five bits make; the rest is left out. */
  static byte[] bytes(byte[] fives, int from, int to) {
    byte[] bytes = new byte[(to - from) * 5 / 8];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (int i = from; i < to; i++) {
      held = held << 5 | fives[i];
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >>> bits);
      }
    }
    return Arrays.copyOf(bytes, at);
  }

  /** How many different characters there are, of ASCII. */
  static int different(char[] id, int length) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < length; i++) {
      if (id[i] < 64) {
        low |= 1L << id[i];
      } else {
        high |= 1L << (id[i] & 63);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }
}
