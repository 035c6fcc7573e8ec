package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers of Finland, Sweden, Norway, Denmark and Iceland. */
final class NordicChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.of(
          "fi-personal", NordicChecks::fiPersonal,
          "fi-business", (id, length) -> fiBusiness(id, 0),
          "se-personal", NordicChecks::sePersonal,
          "se-organisation", NordicChecks::seOrganisation,
          "no-personal", NordicChecks::noPersonal,
          "no-organisation", NordicChecks::noOrganisation,
          "dk-cpr", NordicChecks::dkCpr,
          "dk-cpr-date", NordicChecks::dkDate,
          "dk-cvr", (id, length) -> dkCvr(id, 0),
          "is-kennitala", NordicChecks::isKennitala);

  private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  private NordicChecks() {}

  private static boolean dayFirst(char[] id) {
    return EuropeanChecks.date(Checksums.number(id, 0, 2), Checksums.number(id, 2, 2));
  }

  /**
   * Digital and Population Data Services Agency: nine digits modulo 31. The century is a letter, or
   * a sign that is not among the letters and digits.
   */
  private static boolean fiPersonal(char[] id, int length) {
    int serial = Checksums.number(id, length - 4, 3);
    int rest = (Checksums.number(id, 0, 6) * 1000 + serial) % 31;
    return dayFirst(id) && serial >= 2 && id[length - 1] == FINNISH.charAt(rest);
  }

  static boolean fiBusiness(char[] id, int from) {
    int rest = Checksums.weighted(id, from, 7, 9, 10, 5, 8, 4, 2) % 11;
    return rest != 1 && EuropeanChecks.is(id, from + 7, (11 - rest) % 11);
  }

  /** Skatteverket SKV 704: Luhn over the last ten; a coordination number's day is 60 higher. */
  private static boolean sePersonal(char[] id, int length) {
    int from = length - 10;
    int day = Checksums.number(id, from + 4, 2);
    return EuropeanChecks.date(day > 60 ? day - 60 : day, Checksums.number(id, from + 2, 2))
        && luhn(id, from);
  }

  /** The third digit is at least 2, so that it is no month; Luhn. */
  private static boolean seOrganisation(char[] id, int length) {
    int from = length - 10;
    return id[from + 2] >= '2' && luhn(id, from) && !Checksums.same(id, length);
  }

  static boolean luhn(char[] id, int from) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      int digit = id[from + i] - '0';
      sum += i % 2 == 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
    }
    return sum % 10 == 0;
  }

  /** Skatteetaten: two control digits, modulus 11; a D-number's day is 40 higher. */
  private static boolean noPersonal(char[] id, int length) {
    int day = Checksums.number(id, 0, 2);
    int month = Checksums.number(id, 2, 2) % 40;
    int first = Checksums.weighted(id, 0, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1);
    int second = Checksums.weighted(id, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1);
    return EuropeanChecks.date(day > 40 ? day - 40 : day, month)
        && first % 11 == 0
        && second % 11 == 0;
  }

  private static boolean noOrganisation(char[] id, int length) {
    return Checksums.weighted(id, 0, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  /** Modulus 11, which numbers issued since 2007 need not keep. */
  private static boolean dkCpr(char[] id, int length) {
    return dkDate(id, length) && Checksums.weighted(id, 0, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  private static boolean dkDate(char[] id, int length) {
    return dayFirst(id) && Checksums.number(id, 6, 4) > 0;
  }

  static boolean dkCvr(char[] id, int from) {
    return Checksums.weighted(id, from, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0 && id[from] != '0';
  }

  /** Registers Iceland: the ninth digit, modulus 11; the day of an organisation is 40 higher. */
  private static boolean isKennitala(char[] id, int length) {
    int day = Checksums.number(id, 0, 2);
    return EuropeanChecks.date(day > 40 ? day - 40 : day, Checksums.number(id, 2, 2))
        && Checksums.weighted(id, 0, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0
        && (id[9] == '0' || id[9] >= '8');
  }
}
