package dev.vitrine.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Value added tax numbers, each with its country's two letters before it. */
final class EuVatChecks {
  static final Map<String, Checksums.Check> ALL = Map.of("eu-vat", EuVatChecks::holds);

  private static final Map<String, Checksums.Check> COUNTRIES = countries();

  private EuVatChecks() {}

  private static boolean holds(char[] id, int length) {
    Checksums.Check check = COUNTRIES.get(new String(id, 0, 2));
    if (check == null) {
      return false;
    }
    return check.holds(Arrays.copyOfRange(id, 2, length), length - 2);
  }

  /** Of the number without its prefix, whose length and kinds of characters are not yet known. */
  private static Map<String, Checksums.Check> countries() {
    Map<String, Checksums.Check> all = new HashMap<>();
    all.put("AT", (id, n) -> n == 9 && id[0] == 'U' && digits(id, 1, 9) && at(id));
    all.put("BE", (id, n) -> n == 10 && id[0] <= '1' && digits(id, 0, 10) && be(id));
    all.put("BG", (id, n) -> (n == 9 && digits(id, 0, 9) && bg(id)) || ten(id, n));
    all.put("CY", (id, n) -> n == 9 && digits(id, 0, 8) && id[8] > '9' && cy(id));
    all.put("CZ", (id, n) -> n == 8 && digits(id, 0, 8) && cz(id));
    all.put("DK", (id, n) -> n == 8 && digits(id, 0, 8) && NordicChecks.dkCvr(id, 0));
    all.put("EE", (id, n) -> n == 9 && digits(id, 0, 9) && ee(id));
    all.put("EL", (id, n) -> n == 9 && digits(id, 0, 9) && WesternChecks.grAfm(id, 0));
    all.put("ES", (id, n) -> n == 9 && digits(id, 1, 8) && es(id));
    all.put("FI", (id, n) -> n == 8 && digits(id, 0, 8) && NordicChecks.fiBusiness(id, 0));
    all.put("FR", (id, n) -> n == 11 && digits(id, 0, 11) && fr(id));
    all.put("HR", (id, n) -> n == 11 && digits(id, 0, 11) && Checksums.mod1110(id, 11));
    all.put("HU", (id, n) -> n == 8 && digits(id, 0, 8) && hu(id));
    all.put("IE", (id, n) -> (n == 8 || n == 9) && digits(id, 0, 7) && ie(id, n));
    all.put("IT", (id, n) -> n == 11 && digits(id, 0, 11) && WesternChecks.itVat(id, 0));
    all.put("LT", (id, n) -> (n == 9 || n == 12) && digits(id, 0, n) && lt(id, n));
    all.put("LU", (id, n) -> n == 8 && digits(id, 0, 8) && lu(id));
    all.put("LV", (id, n) -> n == 11 && digits(id, 0, 11) && lv(id));
    all.put("MT", (id, n) -> n == 8 && digits(id, 0, 8) && mt(id));
    all.put("NL", (id, n) -> n == 12 && digits(id, 0, 9) && nl(id));
    all.put("PL", (id, n) -> n == 10 && digits(id, 0, 10) && EasternChecks.plNip(id, 0));
    all.put("PT", (id, n) -> n == 9 && digits(id, 0, 9) && WesternChecks.ptNif(id, 0));
    all.put("RO", (id, n) -> n >= 6 && n <= 10 && digits(id, 0, n) && ro(id, n));
    all.put("SE", (id, n) -> n == 12 && digits(id, 0, 12) && se(id));
    all.put("SI", (id, n) -> n == 8 && digits(id, 0, 8) && EasternChecks.siTax(id, 0));
    all.put("SK", (id, n) -> n == 10 && digits(id, 0, 10) && sk(id));
    return Map.copyOf(all);
  }

  private static boolean digits(char[] id, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Fold.digit(id[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean at(char[] id) {
    int sum = 4;
    for (int i = 1; i < 8; i++) {
      int digit = id[i] - '0';
      sum += i % 2 == 1 ? digit : digit * 2 / 10 + digit * 2 % 10;
    }
    return EuropeanChecks.is(id, 8, (10 - sum % 10) % 10);
  }

  private static boolean be(char[] id) {
    int number = Checksums.number(id, 0, 8);
    return number > 0 && 97 - number % 97 == Checksums.number(id, 8, 2);
  }

  private static boolean bg(char[] id) {
    int rest = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8) % 11;
    if (rest == 10) {
      rest = Checksums.weighted(id, 0, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10;
    }
    return EuropeanChecks.is(id, 8, rest);
  }

  private static boolean ten(char[] id, int length) {
    return length == 10 && digits(id, 0, 10) && EasternChecks.bgEgn(id, 0);
  }

  private static boolean cy(char[] id) {
    int[] even = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    int sum = 0;
    for (int i = 0; i < 8; i++) {
      sum += i % 2 == 0 ? even[id[i] - '0'] : id[i] - '0';
    }
    return id[8] == 'A' + sum % 26;
  }

  private static boolean cz(char[] id) {
    int check = (11 - Checksums.weighted(id, 0, 8, 7, 6, 5, 4, 3, 2) % 11) % 11;
    return id[0] != '9' && EuropeanChecks.is(id, 7, check == 0 ? 1 : check % 10);
  }

  private static boolean ee(char[] id) {
    return id[0] == '1' && Checksums.weighted(id, 0, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
  }

  private static boolean es(char[] id) {
    if (Fold.digit(id[0])) {
      return id[8] > '9' && WesternChecks.esNif(id, 0);
    }
    return id[0] >= 'X' ? WesternChecks.esNie(id, 0) : WesternChecks.esCif(id, 0);
  }

  private static boolean fr(char[] id) {
    int siren = Checksums.number(id, 2, 9);
    return siren > 0 && (12 + 3 * (siren % 97)) % 97 == Checksums.number(id, 0, 2);
  }

  private static boolean hu(char[] id) {
    return Checksums.weighted(id, 0, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0;
  }

  private static boolean ie(char[] id, int length) {
    return id[7] > '9' && (length == 8 || id[8] > '9') && EuropeanChecks.iePps(id, 0, length);
  }

  /** Weights 1 to 9 in turn; on a rest of ten 3 to 9 and on; modulus 11. */
  private static boolean lt(char[] id, int length) {
    int first = 0;
    int second = 0;
    for (int i = 0; i < length - 1; i++) {
      first += (id[i] - '0') * (i % 9 + 1);
      second += (id[i] - '0') * ((i + 2) % 9 + 1);
    }
    int rest = first % 11 == 10 ? second % 11 % 10 : first % 11;
    return id[length - 2] == '1' && EuropeanChecks.is(id, length - 1, rest);
  }

  private static boolean lu(char[] id) {
    return Checksums.number(id, 0, 6) % 89 == Checksums.number(id, 6, 2) && id[0] != '0';
  }

  private static boolean lv(char[] id) {
    return id[0] > '3'
        ? Checksums.weighted(id, 0, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1) % 11 == 3
        : EasternChecks.lvPersonal(id, 0);
  }

  private static boolean mt(char[] id) {
    return Checksums.weighted(id, 0, 3, 4, 6, 7, 8, 9, 10, 1) % 37 == 0 && id[0] != '0';
  }

  /** A company's is the eleven-test; a person's since 2020 is ISO 7064, MOD 97-10, with NL. */
  private static boolean nl(char[] id) {
    if (id[9] != 'B' || !digits(id, 10, 12)) {
      return false;
    }
    long rest = 2321;
    for (int i = 0; i < 12; i++) {
      int value = EuropeanChecks.value(id[i]);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1 || WesternChecks.nlBsn(id, 0);
  }

  private static boolean ro(char[] id, int length) {
    int[] weights = {7, 5, 3, 2, 1, 7, 5, 3, 2};
    int sum = 0;
    for (int i = 0; i < length - 1; i++) {
      sum += (id[i] - '0') * weights[9 - (length - 1) + i];
    }
    return id[0] != '0' && EuropeanChecks.is(id, length - 1, sum * 10 % 11 % 10);
  }

  private static boolean se(char[] id) {
    return NordicChecks.luhn(id, 0) && Checksums.number(id, 10, 2) > 0 && id[0] != '0';
  }

  private static boolean sk(char[] id) {
    return EuropeanChecks.number(id, 0, 10) % 11 == 0 && id[0] != '0' && id[2] >= '2';
  }
}
