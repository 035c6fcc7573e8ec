package dev.vitrine.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bech32 (BIP 173), Bech32m (BIP 350), and Bitcoin Cash's CashAddr. */
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int BECH32 = 1;
  private static final int BECH32M = 0x2BC830A3;
  private static final int[] GENERATOR = {
    0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3
  };
  private static final long[] CASH_GENERATOR = {
    0x98F2BC8E61L, 0x79B76D99E2L, 0xF33E5FB3C4L, 0xAE2EABE2A8L, 0x1E4F43E470L
  };
  private static final byte[] VALUES = values();

  private Bech32() {}

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      values[ALPHABET.charAt(i)] = (byte) i;
      values[Character.toUpperCase(ALPHABET.charAt(i))] = (byte) i;
    }
    return values;
  }

  /** 1 for Bech32, 2 for Bech32m, 0 where the checksum is wrong. */
  static int checksum(char[] id, int length) {
    byte[] fives = data(id, separator(id, length) + 1, length);
    return fives == null ? 0 : checksum(id, length, fives);
  }

  private static int checksum(char[] id, int length, byte[] fives) {
    int prefix = length - fives.length - 1;
    if (prefix < 1 || fives.length < 6 || mixed(id, length)) {
      return 0;
    }
    int state = 1;
    for (int i = 0; i < prefix; i++) {
      state = step(state, Character.toLowerCase(id[i]) >> 5);
    }
    state = step(state, 0);
    for (int i = 0; i < prefix; i++) {
      state = step(state, Character.toLowerCase(id[i]) & 31);
    }
    for (byte five : fives) {
      state = step(state, five);
    }
    return state == BECH32 ? 1 : state == BECH32M ? 2 : 0;
  }

  private static int step(int state, int value) {
    int top = state >>> 25;
    int next = (state & 0x1FFFFFF) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (top >>> i & 1) != 0 ? GENERATOR[i] : 0;
    }
    return next;
  }

  private static int separator(char[] id, int length) {
    int at = length - 1;
    while (at >= 0 && id[at] != '1') {
      at--;
    }
    return at;
  }

  private static byte @Nullable [] data(char[] id, int from, int to) {
    byte[] fives = new byte[to - from];
    for (int i = from; i < to; i++) {
      int value = id[i] < 128 ? VALUES[id[i]] : -1;
      if (value < 0) {
        return null;
      }
      fives[i - from] = (byte) value;
    }
    return fives;
  }

  private static boolean mixed(char[] id, int length) {
    boolean upper = false;
    boolean lower = false;
    for (int i = 0; i < length; i++) {
      upper |= id[i] >= 'A' && id[i] <= 'Z';
      lower |= id[i] >= 'a' && id[i] <= 'z';
    }
    return upper && lower;
  }

  /** BIP 173 and 350: version 0 in Bech32 with 20 or 32 bytes, 1 to 16 in Bech32m with 2 to 40. */
  static boolean segwit(char[] id, int length) {
    byte[] fives = data(id, separator(id, length) + 1, length);
    if (fives == null || fives.length < 8) {
      return false;
    }
    int version = fives[0];
    int bytes = (fives.length - 7) * 5 / 8;
    boolean sized = version == 0 ? bytes == 20 || bytes == 32 : bytes >= 2 && bytes <= 40;
    return sized && version <= 16 && checksum(id, length, fives) == (version == 0 ? 1 : 2);
  }

  /** CashAddr with the prefix "bitcoincash", which may be left out. */
  static boolean cash(char[] id, int length) {
    byte[] fives = data(id, 0, length);
    if (fives == null || mixed(id, length)) {
      return false;
    }
    long state = 1;
    for (char c : "bitcoincash".toCharArray()) {
      state = cashStep(state, c & 31);
    }
    state = cashStep(state, 0);
    for (byte five : fives) {
      state = cashStep(state, five);
    }
    return state == 1;
  }

  private static long cashStep(long state, int value) {
    long top = state >>> 35;
    long next = (state & 0x7FFFFFFFFL) << 5 ^ value;
    for (int i = 0; i < CASH_GENERATOR.length; i++) {
      next ^= (top >>> i & 1) != 0 ? CASH_GENERATOR[i] : 0;
    }
    return next;
  }
}
