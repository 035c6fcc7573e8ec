package dev.vitrine.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers written with 58 letters and digits, the first of the alphabet standing for a leading zero
 * byte (draft-msporny-base58). Decoding takes time in proportion to the square of a length that is
 * bounded by {@link WordDetector#LONGEST}.
 */
final class Base58 {
  /** Satoshi Nakamoto's alphabet, of 2009. */
  static final Base58 BITCOIN =
      new Base58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

  /** The alphabet of the XRP Ledger. */
  static final Base58 RIPPLE =
      new Base58("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");

  private final byte[] values = new byte[128];
  private final char zero;

  private Base58(String alphabet) {
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    zero = alphabet.charAt(0);
  }

  /** The bytes; null where a character is none of the alphabet. */
  byte @Nullable [] decode(char[] id, int from, int length) {
    int zeros = 0;
    while (zeros < length && id[from + zeros] == zero) {
      zeros++;
    }
    int[] words = new int[length * 6 / 32 + 1];
    int used = 0;
    for (int i = zeros; i < length; i++) {
      char c = id[from + i];
      long carry = c < 128 ? values[c] : -1;
      if (carry < 0) {
        return null;
      }
      for (int w = 0; w < used; w++) {
        carry += (words[w] & 0xFFFFFFFFL) * 58;
        words[w] = (int) carry;
        carry >>>= 32;
      }
      if (carry != 0) {
        words[used++] = (int) carry;
      }
    }
    int size = used == 0 ? 0 : used * 4 - Integer.numberOfLeadingZeros(words[used - 1]) / 8;
    byte[] bytes = new byte[zeros + size];
    for (int i = 0; i < size; i++) {
      bytes[bytes.length - 1 - i] = (byte) (words[i / 4] >>> (8 * (i % 4)));
    }
    return bytes;
  }
}
