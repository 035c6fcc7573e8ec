package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** Checks of identity and tax numbers of Asia, Africa and Oceania; with those of the Americas. */
final class WorldChecks {
  static final Map<String, Checksums.Check> ALL = all();

  /** Days of each month; a leap year's February, as the century is often not known. */
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private WorldChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>(AmericanChecks.ALL);
    all.putAll(EastAsianChecks.ALL);
    all.put("ae-id", Checksums::luhn);
    all.put("au-abn", WorldChecks::auAbn);
    all.put("au-acn", WorldChecks::auAcn);
    all.put("au-medicare", WorldChecks::auMedicare);
    all.put("au-tfn", WorldChecks::auTfn);
    all.put("eg-national-id", WorldChecks::egNationalId);
    all.put("il-id", WorldChecks::ilId);
    all.put("in-aadhaar", WorldChecks::inAadhaar);
    all.put("in-pan", (id, length) -> Checksums.number(id, 5, 4) != 0);
    all.put("in-vehicle", WorldChecks::inVehicle);
    all.put("ir-national-id", WorldChecks::irNationalId);
    all.put("kw-civil-id", WorldChecks::kwCivilId);
    all.put("kz-iin", WorldChecks::kzIin);
    all.put("lk-nic", WorldChecks::lkNic);
    all.put("ng-nin", (id, length) -> Checksums.verhoeff(id, length) && !Checksums.same(id, 10));
    all.put("nz-ird", WorldChecks::nzIrd);
    all.put("nz-nhi", WorldChecks::nzNhi);
    all.put("sa-id", (id, length) -> Checksums.luhn(id, length) && !Checksums.same(id, 9));
    all.put("tz-nida", (id, length) -> date(id, 4, 6));
    all.put("za-id", WorldChecks::zaId);
    return Map.copyOf(all);
  }

  /** Whether two digits each at these places are a day of a year. */
  static boolean date(char[] id, int month, int day) {
    int m = Checksums.number(id, month, 2);
    int d = Checksums.number(id, day, 2);
    return m >= 1 && m <= 12 && d >= 1 && d <= DAYS[m - 1];
  }

  /** ATO, "Tax file number": weights 1 4 3 7 5 8 6 9 10, modulus 11; of eight digits without 6. */
  private static boolean auTfn(char[] id, int length) {
    int sum =
        length == 9
            ? Checksums.weighted(id, 0, 1, 4, 3, 7, 5, 8, 6, 9, 10)
            : Checksums.weighted(id, 0, 10, 7, 8, 4, 6, 3, 5, 1);
    return sum % 11 == 0 && !Checksums.same(id, length - 1);
  }

  /** ABR, "Format of the ABN": 1 off the first digit, weights 10 1 3 5 ... 19, modulus 89. */
  private static boolean auAbn(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10;
    return sum % 89 == 0;
  }

  /** ASIC, "Australian Company Number digit check": weights 8 to 1, modulus 10. */
  private static boolean auAcn(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 8, 7, 6, 5, 4, 3, 2, 1);
    return (sum + id[8] - '0') % 10 == 0 && !Checksums.same(id, 9);
  }

  /** METeOR 270101: weights 1 3 7 9 1 3 7 9, modulus 10, ninth digit; the first is 2 to 6. */
  private static boolean auMedicare(char[] id, int length) {
    return Checksums.weighted(id, 0, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == id[8] - '0';
  }

  /** IRD, "IRD number validation": 10 to 150 million, two rows of weights, modulus 11. */
  private static boolean nzIrd(char[] id, int length) {
    int number = Checksums.number(id, 0, length);
    if (number < 10_000_000 || number > 150_000_000) {
      return false;
    }
    int[][] rows = {{3, 2, 7, 6, 5, 4, 3, 2}, {7, 4, 3, 2, 5, 2, 7, 6}};
    for (int[] row : rows) {
      int sum = 0;
      for (int i = length - 2, w = 7; i >= 0; i--, w--) {
        sum += (id[i] - '0') * row[w];
      }
      int check = (11 - sum % 11) % 11;
      if (check < 10) {
        return check == id[length - 1] - '0';
      }
    }
    return false;
  }

  private static final String NHI = "ABCDEFGHJKLMNPQRSTUVWXYZ";

  /** HISO 10046: letters 1 to 24, weights 7 to 2; modulus 11, or 23 where a letter checks. */
  private static boolean nzNhi(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += (7 - i) * (id[i] <= '9' ? id[i] - '0' : NHI.indexOf(id[i]) + 1);
    }
    if (id[6] > '9') {
      return NHI.indexOf(id[6]) + 1 == 23 - sum % 23;
    }
    return sum % 11 != 0 && (11 - sum % 11) % 10 == id[6] - '0';
  }

  /** UIDAI: Verhoeff's check; no number that reads the same backwards. */
  private static boolean inAadhaar(char[] id, int length) {
    boolean palindrome = true;
    for (int i = 0; i < length / 2; i++) {
      palindrome &= id[i] == id[length - 1 - i];
    }
    return !palindrome && Checksums.verhoeff(id, length);
  }

  /** Codes of states and union territories (Central Motor Vehicles Rules, G.S.R. 594(E)). */
  private static final String STATES =
      "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ"
          + " SK TN TR TS TG UA UK UP WB";

  private static boolean inVehicle(char[] id, int length) {
    return STATES.contains(new String(id, 0, 2));
  }

  /** Luhn's formula from the left over all nine digits (Population Registry). */
  private static boolean ilId(char[] id, int length) {
    return Checksums.luhn(id, length) && !Checksums.same(id, length);
  }

  /** Date of birth, citizenship 0, 1 or 2, an 8 or 9, Luhn (Identification Act 68 of 1997). */
  private static boolean zaId(char[] id, int length) {
    return date(id, 2, 4)
        && id[10] <= '2'
        && (id[11] == '8' || id[11] == '9')
        && Checksums.luhn(id, length);
  }

  /** Century, date of birth, governorate 01 to 35 or 88 (Law 143 of 1994). */
  private static boolean egNationalId(char[] id, int length) {
    int governorate = Checksums.number(id, 7, 2);
    return date(id, 3, 5) && ((governorate >= 1 && governorate <= 35) || governorate == 88);
  }

  /** Weights 10 to 2, modulus 11; the check is the rest below 2, else 11 minus it. */
  private static boolean irNationalId(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return id[9] - '0' == (rest < 2 ? rest : 11 - rest) && !Checksums.same(id, length);
  }

  /** PACI: date of birth; weights 2 1 6 3 7 9 10 5 8 4 2, check 11 minus the rest. */
  private static boolean kwCivilId(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return date(id, 3, 5) && id[11] - '0' == 11 - sum % 11;
  }

  /** Law 223-III of 2007: date of birth; weights 1 to 11, or 3 to 11, 1, 2; modulus 11. */
  private static boolean kzIin(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) % 11;
    if (rest == 10) {
      rest = Checksums.weighted(id, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2) % 11;
    }
    return date(id, 2, 4) && rest == id[11] - '0';
  }

  /** Day of the year, 500 added for women (Registration of Persons Act 32 of 1968). */
  private static boolean lkNic(char[] id, int length) {
    int day = Checksums.number(id, length == 10 ? 2 : 4, 3) % 500;
    return day >= 1 && day <= 366 && (length == 10 || id[0] == '1' || id[0] == '2');
  }
}
