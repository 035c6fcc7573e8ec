package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** The checks that rules name, over letters and digits without any signs, in upper case. */
final class Checksums {
  private static final Map<String, Check> ALL = all();

  private Checksums() {}

  /** A check; it reads {@code id[0..length)} and nothing else, in time of its order. */
  interface Check {
    /** Whether it holds. */
    boolean holds(char[] id, int length);
  }

  /** The check of that name; empty = one that always holds. */
  static Check named(String name) {
    Check check = name.isEmpty() ? (id, length) -> true : ALL.get(name);
    if (check == null) {
      throw new IllegalArgumentException("unknown checksum \"" + name + "\"");
    }
    return check;
  }

  private static Map<String, Check> all() {
    Map<String, Check> all = new HashMap<>(EuropeanChecks.ALL);
    all.putAll(WorldChecks.ALL);
    all.putAll(PersonalChecks.ALL);
    all.put("luhn", Checksums::luhn);
    all.put("verhoeff", Checksums::verhoeff);
    all.put("mod-11-10", Checksums::mod1110);
    return Map.copyOf(all);
  }

  /** Luhn's formula, ISO/IEC 7812-1, annex B. */
  static boolean luhn(char[] id, int length) {
    int sum = 0;
    for (int i = length - 1, place = 0; i >= 0; i--, place++) {
      int digit = id[i] - '0';
      int twice = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += place % 2 == 0 ? digit : twice;
    }
    return sum % 10 == 0;
  }

  private static final String[] VERHOEFF_D = {
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
  };

  private static final String[] VERHOEFF_P = {
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258"
  };

  /** J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tracts 29, 1969. */
  static boolean verhoeff(char[] id, int length) {
    int state = 0;
    for (int i = length - 1, place = 0; i >= 0; i--, place++) {
      int permuted = VERHOEFF_P[place % 8].charAt(id[i] - '0') - '0';
      state = VERHOEFF_D[state].charAt(permuted) - '0';
    }
    return state == 0;
  }

  /** ISO 7064, MOD 11,10. */
  static boolean mod1110(char[] id, int length) {
    int product = 10;
    for (int i = 0; i < length - 1; i++) {
      int sum = (id[i] - '0' + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + id[length - 1] - '0') % 10 == 1;
  }

  /** The number that the digits from..from+length spell (at most 9 of them). */
  static int number(char[] id, int from, int length) {
    int number = 0;
    for (int i = from; i < from + length; i++) {
      number = number * 10 + id[i] - '0';
    }
    return number;
  }

  /** Whether the first so many characters are all the same, as in what stands for a number. */
  static boolean same(char[] id, int length) {
    int i = 1;
    while (i < length && id[i] == id[0]) {
      i++;
    }
    return i >= length;
  }

  /** The sum of digits by weights, the first weight for the first digit. */
  static int weighted(char[] id, int from, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (id[from + i] - '0') * weights[i];
    }
    return sum;
  }
}
