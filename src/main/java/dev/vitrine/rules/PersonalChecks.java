package dev.vitrine.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks of numbers that belong to no country. */
final class PersonalChecks {
  static final Map<String, Checksums.Check> ALL = all();

  /** The country codes of ISO 3166-1, and Kosovo's, which SWIFT uses. */
  private static final Set<String> COUNTRIES = countries();

  /** What letters of a VIN stand for, from A; 49 CFR 565.15, table IV. */
  private static final String VIN_VALUES = "12345678012345070923456789";

  private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  /** GSMA TS.06: the bodies that give out type allocation codes. */
  private static final Set<String> REPORTING_BODIES =
      Set.of(
          "01", "10", "30", "33", "35", "44", "45", "49", "50", "51", "52", "53", "54", "86", "91",
          "98", "99");

  private PersonalChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>(WalletChecks.ALL);
    all.put("vin", PersonalChecks::vin);
    all.put("imei", PersonalChecks::imei);
    all.put("bic", PersonalChecks::bic);
    all.put("clabe", PersonalChecks::clabe);
    all.put("letter-and-digit", PersonalChecks::letterAndDigit);
    return Map.copyOf(all);
  }

  private static Set<String> countries() {
    String[] codes = Arrays.copyOf(Locale.getISOCountries(), Locale.getISOCountries().length + 1);
    codes[codes.length - 1] = "XK";
    return Set.of(codes);
  }

  /** 49 CFR 565.15: a letter among the first three, a check digit, four digits at the end. */
  private static boolean vin(char[] id, int length) {
    int sum = 0;
    boolean letter = false;
    for (int i = 0; i < length; i++) {
      letter |= id[i] > '9';
      int value = id[i] <= '9' ? id[i] - '0' : VIN_VALUES.charAt(id[i] - 'A') - '0';
      sum += value * VIN_WEIGHTS[i];
      if (i >= 13 && id[i] > '9') {
        return false;
      }
    }
    int check = sum % 11;
    return letter && id[8] == (check == 10 ? 'X' : (char) ('0' + check));
  }

  private static boolean imei(char[] id, int length) {
    return REPORTING_BODIES.contains(new String(id, 0, 2)) && Checksums.luhn(id, length);
  }

  /** ISO 9362: the fifth and sixth characters are a country. */
  private static boolean bic(char[] id, int length) {
    return COUNTRIES.contains(new String(id, 4, 2));
  }

  /** Banco de México, CLABE: weights 3, 7, 1, each product modulo 10. */
  private static boolean clabe(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < length - 1; i++) {
      sum += (id[i] - '0') * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1) % 10;
    }
    return (10 - sum % 10) % 10 == id[length - 1] - '0';
  }

  private static boolean letterAndDigit(char[] id, int length) {
    boolean letter = false;
    boolean digit = false;
    for (int i = 0; i < length; i++) {
      letter |= id[i] > '9';
      digit |= id[i] <= '9';
    }
    return letter && digit;
  }
}
