package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** Checks of numbers of the Baltic states, Poland, the Danube, the Balkans and beyond. */
final class EasternChecks {
  static final Map<String, Checksums.Check> ALL = all();

  private EasternChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>();
    all.put("pl-pesel", EasternChecks::plPesel);
    all.put("pl-nip", (id, length) -> plNip(id, length - 10));
    all.put("pl-regon", EasternChecks::plRegon);
    all.put("pl-id-card", EasternChecks::plIdCard);
    all.put("cz-birth-number", EasternChecks::czBirthNumber);
    all.put("hu-tax-id", EasternChecks::huTaxId);
    all.put("hu-taj", EasternChecks::huTaj);
    all.put("hu-personal", EasternChecks::huPersonal);
    all.put("ro-cnp", EasternChecks::roCnp);
    all.put("bg-egn", (id, length) -> bgEgn(id, 0));
    all.put("hr-oib", (id, length) -> Checksums.mod1110(id, 11) && !Checksums.same(id, 11));
    all.put("si-emso", EasternChecks::siEmso);
    all.put("si-tax", (id, length) -> siTax(id, 0));
    all.put("ee-lt-personal", EasternChecks::baltic);
    all.put("lv-personal", (id, length) -> lvPersonal(id, 0));
    all.put("ua-rnokpp", EasternChecks::uaRnokpp);
    all.put("ru-inn", EasternChecks::ruInn);
    all.put("ru-snils", EasternChecks::ruSnils);
    all.put("tr-national-id", EasternChecks::trNationalId);
    all.put("tr-plate", EasternChecks::trPlate);
    return Map.copyOf(all);
  }

  private static boolean yearFirst(char[] id, int from, int monthModulus) {
    return EuropeanChecks.date(
        Checksums.number(id, from + 4, 2), Checksums.number(id, from + 2, 2) % monthModulus);
  }

  /** Ministry of Digital Affairs: weights 1 3 7 9, modulus 10; the century is in the month. */
  private static boolean plPesel(char[] id, int length) {
    return yearFirst(id, 0, 20)
        && Checksums.weighted(id, 0, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
  }

  static boolean plNip(char[] id, int from) {
    int sum = Checksums.weighted(id, from, 6, 5, 7, 2, 3, 4, 5, 6, 7);
    return EuropeanChecks.is(id, from + 9, sum % 11) && Checksums.number(id, from, 3) > 0;
  }

  /** Nine digits, or fourteen of which the first nine are a number of their own. */
  private static boolean plRegon(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 8, 9, 2, 3, 4, 5, 6, 7);
    boolean company = EuropeanChecks.is(id, 8, sum % 11 % 10) && sum > 0;
    if (length == 9 || !company) {
      return company;
    }
    int whole = Checksums.weighted(id, 0, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8);
    return EuropeanChecks.is(id, 13, whole % 11 % 10);
  }

  private static boolean plIdCard(char[] id, int length) {
    int[] weights = {7, 3, 1, 9, 7, 3, 1, 7, 3};
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += EuropeanChecks.value(id[i]) * weights[i];
    }
    return sum % 10 == 0;
  }

  /**
   * Act 133/2000: women's months are 50 higher, 20 more where a day's numbers ran out; ten digits
   * are a multiple of 11, or until 1985 end in 0 for a rest of ten. Nine digits have no check.
   */
  private static boolean czBirthNumber(char[] id, int length) {
    int year = Checksums.number(id, 0, 2);
    int month = Checksums.number(id, 2, 2) % 50;
    boolean born = EuropeanChecks.date(Checksums.number(id, 4, 2), month > 20 ? month - 20 : month);
    if (length == 9) {
      return born && year < 54 && Checksums.number(id, 6, 3) > 0;
    }
    int rest = Checksums.number(id, 0, 9) % 11;
    boolean old = rest == 10 && year >= 54 && year <= 85;
    return born && EuropeanChecks.is(id, 9, rest == 10 ? 0 : rest) && (rest != 10 || old);
  }

  /** Act XX of 1996: each digit by its place, modulus 11. */
  private static boolean huTaxId(char[] id, int length) {
    return EuropeanChecks.is(id, 9, Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11);
  }

  private static boolean huTaj(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 3, 7, 3, 7, 3, 7, 3, 7);
    return EuropeanChecks.is(id, 8, sum % 10) && sum > 0;
  }

  /** Digits by their place from the front, until 1996, or from the end; modulus 11. */
  private static boolean huPersonal(char[] id, int length) {
    int forward = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) % 11;
    int backward = Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11;
    return yearFirst(id, 1, 100)
        && (EuropeanChecks.is(id, 10, forward) || EuropeanChecks.is(id, 10, backward));
  }

  private static boolean roCnp(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
    return yearFirst(id, 1, 100) && EuropeanChecks.is(id, 12, rest == 10 ? 1 : rest);
  }

  /** Months are 20 higher before 1900 and 40 higher from 2000. */
  static boolean bgEgn(char[] id, int from) {
    int month = Checksums.number(id, from + 2, 2);
    int plain = month > 40 ? month - 40 : month > 20 ? month - 20 : month;
    int sum = Checksums.weighted(id, from, 2, 4, 8, 5, 10, 9, 7, 3, 6);
    return EuropeanChecks.date(Checksums.number(id, from + 4, 2), plain)
        && EuropeanChecks.is(id, from + 9, sum % 11 % 10);
  }

  private static boolean siEmso(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2);
    return EuropeanChecks.date(Checksums.number(id, 0, 2), Checksums.number(id, 2, 2))
        && EuropeanChecks.is(id, 12, (11 - sum % 11) % 11);
  }

  static boolean siTax(char[] id, int from) {
    int check = 11 - Checksums.weighted(id, from, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check != 11 && EuropeanChecks.is(id, from + 7, check % 10) && id[from] != '0';
  }

  /** EVS 585:2007: weights 1 to 9 and 1; on a rest of ten 3 to 9 and 1 to 3; modulus 11. */
  private static boolean baltic(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
    if (rest == 10) {
      rest = Checksums.weighted(id, 0, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
    }
    return yearFirst(id, 1, 100) && EuropeanChecks.is(id, 10, rest);
  }

  /** Numbers from 2017 on begin with 32 and tell no date of birth. */
  static boolean lvPersonal(char[] id, int from) {
    int day = Checksums.number(id, from, 2);
    int rest = (1 + Checksums.weighted(id, from, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11;
    return day == 32
        || (EuropeanChecks.date(day, Checksums.number(id, from + 2, 2))
            && EuropeanChecks.is(id, from + 10, rest % 10));
  }

  private static boolean uaRnokpp(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, -1, 5, 7, 9, 4, 6, 10, 5, 7);
    return EuropeanChecks.is(id, 9, Math.floorMod(sum, 11) % 10) && !Checksums.same(id, 9);
  }

  /** Federal Tax Service: ten digits for organisations, twelve for people. */
  private static boolean ruInn(char[] id, int length) {
    if (Checksums.number(id, 0, 2) == 0) {
      return false;
    }
    if (length == 10) {
      int sum = Checksums.weighted(id, 0, 2, 4, 10, 3, 5, 9, 4, 6, 8);
      return EuropeanChecks.is(id, 9, sum % 11 % 10);
    }
    int first = Checksums.weighted(id, 0, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8);
    int second = Checksums.weighted(id, 0, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8);
    return EuropeanChecks.is(id, 10, first % 11 % 10)
        && EuropeanChecks.is(id, 11, second % 11 % 10);
  }

  /** Pension Fund: weights 9 to 1, modulus 101; numbers up to 001-001-998 have no check. */
  private static boolean ruSnils(char[] id, int length) {
    int check = Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100;
    return Checksums.number(id, 0, 9) > 1_001_998 && Checksums.number(id, 9, 2) == check;
  }

  /** General Directorate of Civil Registration: two check digits, modulus 10. */
  private static boolean trNationalId(char[] id, int length) {
    int odd = Checksums.weighted(id, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    int even = Checksums.weighted(id, 0, 0, 1, 0, 1, 0, 1, 0, 1);
    int tenth = Math.floorMod(odd * 7 - even, 10);
    return EuropeanChecks.is(id, 9, tenth) && EuropeanChecks.is(id, 10, (odd + even + tenth) % 10);
  }

  /** Province 01 to 81; a capital-letter date is none. */
  private static boolean trPlate(char[] id, int length) {
    int province = Checksums.number(id, 0, 2);
    boolean month =
        "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".contains(new String(id, 2, 3));
    return province >= 1 && province <= 81 && !(month && province <= 31);
  }
}
