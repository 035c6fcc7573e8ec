package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers of Germany, Austria, Switzerland, the Netherlands, Belgium and Luxembourg. */
final class GermanChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("de-tax-id", GermanChecks::taxId),
          Map.entry("de-tax-number", GermanChecks::taxNumber),
          Map.entry("de-vat", (id, length) -> mod1110(id, 2, length)),
          Map.entry("de-pension", GermanChecks::pension),
          Map.entry("de-health", GermanChecks::health),
          Map.entry("de-doctor", GermanChecks::doctor),
          Map.entry("at-social", GermanChecks::austrianSocial),
          Map.entry("ch-ahv", GermanChecks::swissAhv),
          Map.entry("nl-bsn", GermanChecks::dutchBsn),
          Map.entry("be-national", GermanChecks::belgianNational),
          Map.entry("lu-national", GermanChecks::luxembourgNational));

  private GermanChecks() {}

  /** ISO 7064, MOD 11,10, over what stands after a prefix. */
  private static boolean mod1110(char[] id, int from, int length) {
    char[] bare = new char[length - from];
    System.arraycopy(id, from, bare, 0, bare.length);
    return Checksums.mod1110(bare, bare.length);
  }

  /** BZSt, "Steuerliche Identifikationsnummer": ISO 7064, MOD 11,10; no three alike in a row. */
  private static boolean taxId(char[] id, int length) {
    for (int i = 2; i < 10; i++) {
      if (id[i] == id[i - 1] && id[i] == id[i - 2]) {
        return false;
      }
    }
    return Checksums.mod1110(id, length);
  }

  /**
   * Thirteen digits: ELSTER's unified form, the land's one or two digits first and 0 in the fifth
   * place, or the land's number 01 to 16 before a number of eleven digits.
   */
  private static boolean taxNumber(char[] id, int length) {
    if (length != 13) {
      return true;
    }
    int land = Checksums.number(id, 0, 2);
    return (land >= 1 && land <= 16) || (id[4] == '0' && " 1235 49".indexOf(id[0]) > 0);
  }

  /** VKVV, section 4: area, date of birth, letter, serial; weights, cross sums, modulus 10. */
  private static boolean pension(char[] id, int length) {
    int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    int letter = id[8] - 'A' + 1;
    int day = Checksums.number(id, 2, 2);
    int month = Checksums.number(id, 4, 2);
    if (day < 1 || day % 50 > 31 || month > 12) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      int digit =
          i < 8 ? id[i] - '0' : i == 8 ? letter / 10 : i == 9 ? letter % 10 : id[i - 1] - '0';
      int product = digit * weights[i];
      sum += product / 10 + product % 10;
    }
    return sum % 10 == id[11] - '0';
  }

  /** SGB V, section 290: the letter as two digits, weights 1 and 2, cross sums, modulus 10. */
  private static boolean health(char[] id, int length) {
    int letter = id[0] - 'A' + 1;
    int sum = letter / 10 + crossSum(letter % 10 * 2);
    for (int i = 1; i < 9; i++) {
      sum += crossSum((id[i] - '0') * (i % 2 == 1 ? 1 : 2));
    }
    return sum % 10 == id[9] - '0';
  }

  private static int crossSum(int n) {
    return n / 10 + n % 10;
  }

  /** KBV, "Arztnummern": weights 4 and 9 over six digits, check 10 minus the rest. */
  private static boolean doctor(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 4, 9, 4, 9, 4, 9);
    return (10 - sum % 10) % 10 == id[6] - '0' && !Checksums.same(id, length);
  }

  /** Austria: the fourth digit checks; weights 3 7 9, 5 8 4 2 1 6; date of birth. */
  private static boolean austrianSocial(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 3, 7, 9) + Checksums.weighted(id, 4, 5, 8, 4, 2, 1, 6);
    int month = Checksums.number(id, 6, 2);
    int day = Checksums.number(id, 4, 2);
    return sum % 11 == id[3] - '0' && day >= 1 && day <= 31 && month >= 1 && month <= 15;
  }

  /** Switzerland, since 2008: a GTIN-13 that begins with 756. */
  private static boolean swissAhv(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1);
    return sum % 10 == 0;
  }

  /** RvIG, "elfproef": weights 9 to 2 and -1, modulus 11. */
  private static boolean dutchBsn(char[] id, int length) {
    return Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0
        && !Checksums.same(id, length);
  }

  /** Royal decree of 1984-04-03: 97 less nine digits modulo 97, 2 before them from 2000 on. */
  private static boolean belgianNational(char[] id, int length) {
    int month = Checksums.number(id, 2, 2) % 20;
    int day = Checksums.number(id, 4, 2);
    long first = Checksums.number(id, 0, 9);
    int check = Checksums.number(id, 9, 2);
    return month <= 12
        && day <= 31
        && (97 - first % 97 == check || 97 - (2_000_000_000L + first) % 97 == check);
  }

  /** Law of 2013-06-19: date of birth, Luhn over twelve digits, then Verhoeff over the same. */
  private static boolean luxembourgNational(char[] id, int length) {
    char[] second = new char[12];
    System.arraycopy(id, 0, second, 0, 11);
    second[11] = id[12];
    return WorldChecks.date(id, 4, 6) && Checksums.luhn(id, 12) && Checksums.verhoeff(second, 12);
  }
}
