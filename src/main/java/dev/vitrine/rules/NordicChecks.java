package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers of the Nordic and Baltic countries. */
final class NordicChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.of(
          "fi-hetu", NordicChecks::finnish,
          "se-person", NordicChecks::swedishPerson,
          "se-organisation", NordicChecks::swedishOrganisation,
          "no-person", NordicChecks::norwegian,
          "dk-cpr", NordicChecks::danish,
          "is-kennitala", NordicChecks::icelandic,
          "ee-lt-person", NordicChecks::estonianOrLithuanian,
          "lv-person", NordicChecks::latvian);

  private NordicChecks() {}

  private static final String HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  /** DVV: date of birth, century, individual number from 2, the nine digits modulo 31. */
  private static boolean finnish(char[] id, int length) {
    int serial = Checksums.number(id, length - 4, 3);
    int date = Checksums.number(id, 0, 6);
    return WorldChecks.date(id, 2, 0)
        && serial >= 2
        && HETU.charAt((date * 1000 + serial) % 31) == id[length - 1];
  }

  /** SKV 704: date of birth, 60 added to the day of a coordination number; Luhn over ten digits. */
  private static boolean swedishPerson(char[] id, int length) {
    char[] ten = new char[10];
    System.arraycopy(id, length - 10, ten, 0, 10);
    int month = Checksums.number(ten, 2, 2);
    int day = Checksums.number(ten, 4, 2) % 60;
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= 31
        && (length == 10 || (Checksums.number(id, 0, 2) >= 18 && Checksums.number(id, 0, 2) <= 20))
        && Checksums.luhn(ten, 10);
  }

  /** SKV 709: the third and fourth digits are 20 or more; Luhn. */
  private static boolean swedishOrganisation(char[] id, int length) {
    return id[2] >= '2' && Checksums.luhn(id, length);
  }

  /** Folkeregisterforskriften: date of birth (day from 41: D-number), two checks modulo 11. */
  private static boolean norwegian(char[] id, int length) {
    int first = Checksums.weighted(id, 0, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1);
    int second = Checksums.weighted(id, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1);
    int day = Checksums.number(id, 0, 2) % 40;
    int month = Checksums.number(id, 2, 2) % 40;
    return day >= 1
        && day <= 31
        && month >= 1
        && month <= 12
        && first % 11 == 0
        && second % 11 == 0;
  }

  /** CPR-kontoret: date of birth; there is no check digit any more. */
  private static boolean danish(char[] id, int length) {
    return WorldChecks.date(id, 2, 0) && Checksums.number(id, 6, 4) != 0;
  }

  /** Registers Iceland: date of birth (day from 41: firms), weights 3 2 7 6 5 4 3 2, modulus 11. */
  private static boolean icelandic(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11;
    int day = Checksums.number(id, 0, 2) % 40;
    int month = Checksums.number(id, 2, 2);
    return day >= 1 && day <= 31 && month >= 1 && month <= 12 && rest == 0;
  }

  /** EVS 585: date of birth, weights 1 to 9 and 1, or 3 to 9 and 1 2 3; modulus 11. */
  private static boolean estonianOrLithuanian(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
    if (rest == 10) {
      rest = Checksums.weighted(id, 0, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11;
    }
    return WorldChecks.date(id, 3, 5) && rest % 10 == id[10] - '0';
  }

  /** Latvia: date of birth and a check, or, since 2017, 32 and no meaning. */
  private static boolean latvian(char[] id, int length) {
    if (id[0] == '3' && id[1] == '2') {
      return true;
    }
    int sum = Checksums.weighted(id, 0, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return WorldChecks.date(id, 2, 0) && (1101 - sum) % 11 % 10 == id[10] - '0';
  }
}
