package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers of Central and Eastern Europe, Greece and Turkey. */
final class EastEuropeanChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("pl-pesel", EastEuropeanChecks::polishPesel),
          Map.entry("pl-nip", EastEuropeanChecks::polishNip),
          Map.entry("pl-regon", EastEuropeanChecks::polishRegon),
          Map.entry("cz-birth", EastEuropeanChecks::czechBirth),
          Map.entry("hu-personal", EastEuropeanChecks::hungarianPersonal),
          Map.entry("hu-taj", EastEuropeanChecks::hungarianTaj),
          Map.entry("hu-tax", EastEuropeanChecks::hungarianTax),
          Map.entry("bg-egn", EastEuropeanChecks::bulgarian),
          Map.entry("hr-oib", Checksums::mod1110),
          Map.entry("emso", EastEuropeanChecks::emso),
          Map.entry("gr-amka", EastEuropeanChecks::greekAmka),
          Map.entry("gr-afm", EastEuropeanChecks::greekAfm),
          Map.entry("ru-inn", EastEuropeanChecks::russianInn),
          Map.entry("ru-snils", EastEuropeanChecks::russianSnils),
          Map.entry("ua-rnokpp", EastEuropeanChecks::ukrainian),
          Map.entry("tr-id", EastEuropeanChecks::turkishId),
          Map.entry("tr-plate", EastEuropeanChecks::turkishPlate));

  private EastEuropeanChecks() {}

  /** Ustawa o ewidencji ludności: weights 1 3 7 9; 80, 20, 40 or 60 on the month by century. */
  private static boolean polishPesel(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1);
    int month = Checksums.number(id, 2, 2) % 20;
    int day = Checksums.number(id, 4, 2);
    return sum % 10 == 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** Ordynacja: weights 6 5 7 2 3 4 5 6 7, modulus 11. */
  private static boolean polishNip(char[] id, int length) {
    return Checksums.weighted(id, 0, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == id[9] - '0'
        && !Checksums.same(id, length);
  }

  /** GUS: weights 8 9 2 3 4 5 6 7, modulus 11, 10 is 0; of fourteen digits another row. */
  private static boolean polishRegon(char[] id, int length) {
    int sum =
        length == 9
            ? Checksums.weighted(id, 0, 8, 9, 2, 3, 4, 5, 6, 7)
            : Checksums.weighted(id, 0, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8);
    return sum % 11 % 10 == id[length - 1] - '0' && !Checksums.same(id, length);
  }

  /** Act 133/2000: date of birth, 50, 20 or 70 on the month; ten digits are a multiple of 11. */
  private static boolean czechBirth(char[] id, int length) {
    int month = Checksums.number(id, 2, 2) % 50;
    month = month > 20 ? month - 20 : month;
    int day = Checksums.number(id, 4, 2);
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return false;
    }
    long number = Checksums.number(id, 0, 9);
    return length == 9 || (number % 11) % 10 == id[9] - '0';
  }

  /** Act XX of 1996: sex and century, date of birth; weights 1 to 10 or 10 to 1, modulus 11. */
  private static boolean hungarianPersonal(char[] id, int length) {
    int up = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) % 11;
    int down = Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11;
    return WorldChecks.date(id, 3, 5) && (up == id[10] - '0' || down == id[10] - '0');
  }

  /** Act XX of 1996: weights 3 and 7, modulus 10. */
  private static boolean hungarianTaj(char[] id, int length) {
    return Checksums.weighted(id, 0, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == id[8] - '0'
        && !Checksums.same(id, length);
  }

  /** Act XX of 1996: an 8, then weights 1 to 9, modulus 11. */
  private static boolean hungarianTax(char[] id, int length) {
    return Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == id[9] - '0';
  }

  /** GRAO: 20 or 40 on the month; weights 2 4 8 5 10 9 7 3 6, modulus 11, 10 is 0. */
  private static boolean bulgarian(char[] id, int length) {
    int month = Checksums.number(id, 2, 2) % 20;
    int day = Checksums.number(id, 4, 2);
    int check = Checksums.weighted(id, 0, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && check == id[9] - '0';
  }

  /** EMŠO and JMBG: date of birth, weights 7 to 2 twice, modulus 11. */
  private static boolean emso(char[] id, int length) {
    int rest = 11 - Checksums.weighted(id, 0, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return WorldChecks.date(id, 2, 0) && rest % 11 % 10 == id[12] - '0' && rest != 10;
  }

  /** Law 3655/2008: date of birth, Luhn. */
  private static boolean greekAmka(char[] id, int length) {
    return WorldChecks.date(id, 2, 0) && Checksums.luhn(id, length);
  }

  /** AADE: powers of two from 256 down to 2, modulus 11 and 10. */
  private static boolean greekAfm(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 256, 128, 64, 32, 16, 8, 4, 2);
    return sum % 11 % 10 == id[8] - '0' && !Checksums.same(id, length);
  }

  /** FNS, order MMV-7-6/435: one check of ten digits, two of twelve; modulus 11 and 10. */
  private static boolean russianInn(char[] id, int length) {
    if (length == 10) {
      int sum = Checksums.weighted(id, 0, 2, 4, 10, 3, 5, 9, 4, 6, 8);
      return sum % 11 % 10 == id[9] - '0' && !Checksums.same(id, length);
    }
    int first = Checksums.weighted(id, 0, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8);
    int second = Checksums.weighted(id, 0, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8);
    return first % 11 % 10 == id[10] - '0'
        && second % 11 % 10 == id[11] - '0'
        && !Checksums.same(id, length);
  }

  /** Pension fund, order 192p: weights 9 to 1, modulus 101, 100 is 0. */
  private static boolean russianSnils(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    return sum % 101 % 100 == Checksums.number(id, 9, 2) && !Checksums.same(id, 9);
  }

  /** DPS: weights -1 5 7 9 4 6 10 5 7, modulus 11 and 10. */
  private static boolean ukrainian(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, -1, 5, 7, 9, 4, 6, 10, 5, 7);
    return Math.floorMod(sum, 11) % 10 == id[9] - '0' && !Checksums.same(id, length);
  }

  /** NVI: seven times the odd places less the even ones, then the sum of ten; modulus 10. */
  private static boolean turkishId(char[] id, int length) {
    int odd = Checksums.weighted(id, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    int even = Checksums.weighted(id, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    return Math.floorMod(7 * odd - even, 10) == id[9] - '0'
        && (odd + even + id[9] - '0') % 10 == id[10] - '0';
  }

  /** Karayolları Trafik Yönetmeliği: the province's number, 01 to 81. */
  private static boolean turkishPlate(char[] id, int length) {
    int province = Checksums.number(id, 0, 2);
    return province >= 1 && province <= 81;
  }
}
