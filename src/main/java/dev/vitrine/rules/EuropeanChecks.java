package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** Checks of European identity and tax numbers; those of the British Isles are here. */
final class EuropeanChecks {
  static final Map<String, Checksums.Check> ALL = all();

  /** Days of each month; a leap year's February, as the century is often not known. */
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** Check letters by the rest of a division by 23. */
  private static final String IRISH = "WABCDEFGHIJKLMNOPQRSTUV";

  /** HM Revenue and Customs, National Insurance Manual NIM39110. */
  private static final String NEVER_ALLOCATED = "BG GB KN NK NT TN ZZ";

  /** The areas of Royal Mail's postcodes. */
  private static final String POSTCODE_AREAS =
      " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN"
          + " DT DY E EC EH EN EX FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT"
          + " KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG"
          + " RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC"
          + " WD WF WN WR WS WV YO ZE ";

  private EuropeanChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>(GermanChecks.ALL);
    all.putAll(WesternChecks.ALL);
    all.putAll(EasternChecks.ALL);
    all.putAll(NordicChecks.ALL);
    all.putAll(EuVatChecks.ALL);
    all.put("uk-nhs", EuropeanChecks::ukNhs);
    all.put("uk-nino", EuropeanChecks::ukNino);
    all.put("uk-driving-licence", EuropeanChecks::ukDrivingLicence);
    all.put("uk-postcode", EuropeanChecks::ukPostcode);
    all.put("uk-plate", EuropeanChecks::ukPlate);
    all.put("uk-utr", EuropeanChecks::ukUtr);
    all.put("uk-vat", EuropeanChecks::ukVat);
    all.put("ie-pps", (id, length) -> iePps(id, 0, length));
    return Map.copyOf(all);
  }

  /** Whether four digits are a day and a month of some year. */
  static boolean date(int day, int month) {
    return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
  }

  /** Whether the digit at {@code at} is the given value. */
  static boolean is(char[] id, int at, int value) {
    return id[at] - '0' == value;
  }

  /** What a digit or letter counts: 0 to 9, A = 10 to Z = 35. */
  static int value(char c) {
    return c <= '9' ? c - '0' : c - 'A' + 10;
  }

  /** The number that up to 18 digits spell. */
  static long number(char[] id, int from, int length) {
    long number = 0;
    for (int i = from; i < from + length; i++) {
      number = number * 10 + id[i] - '0';
    }
    return number;
  }

  /** NHS Data Dictionary: weights 10 to 2, modulus 11, check 11 minus the rest. */
  private static boolean ukNhs(char[] id, int length) {
    int check = 11 - Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return is(id, 9, check % 11) && check != 10 && !Checksums.same(id, 10);
  }

  private static boolean ukNino(char[] id, int length) {
    return !NEVER_ALLOCATED.contains(new String(id, 0, 2));
  }

  /** DVLA: a name filled up with 9, decade, month (plus 50 for women), day, year, initials. */
  private static boolean ukDrivingLicence(char[] id, int length) {
    for (int i = 1; i < 5; i++) {
      if (id[i - 1] == '9' && id[i] != '9') {
        return false;
      }
    }
    return date(Checksums.number(id, 8, 2), Checksums.number(id, 6, 2) % 50);
  }

  private static boolean ukPostcode(char[] id, int length) {
    int letters = 0;
    while (letters < length - 3 && Fold.asciiLetter(id[letters])) {
      letters++;
    }
    return POSTCODE_AREAS.contains(" " + new String(id, 0, letters) + " ");
  }

  /** DVLA INF104: 02 to 29 from March of that year, 51 to 79 from September (year plus 50). */
  private static boolean ukPlate(char[] id, int length) {
    int age = Checksums.number(id, 2, 2);
    return age % 50 <= 29 && age >= 2 && age != 50;
  }

  /** HMRC modulus 11: the first digit checks the other nine. */
  private static boolean ukUtr(char[] id, int length) {
    int rest = Checksums.weighted(id, 1, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11;
    return id[0] == "21987654321".charAt(rest);
  }

  /** HMRC: weights 8 to 2 and the last two digits leave 0, 42 or 55 of 97. */
  private static boolean ukVat(char[] id, int length) {
    int from = id[0] == 'G' || id[0] == 'X' ? 2 : 0;
    int sum = Checksums.weighted(id, from, 8, 7, 6, 5, 4, 3, 2) + Checksums.number(id, from + 7, 2);
    int rest = sum % 97;
    return (rest == 0 || rest == 42 || rest == 55) && Checksums.number(id, from, 7) != 0;
  }

  /** Revenue Commissioners: weights 8 to 2 and 9 for a second letter, modulus 23. */
  static boolean iePps(char[] id, int from, int to) {
    int sum = Checksums.weighted(id, from, 8, 7, 6, 5, 4, 3, 2);
    if (to - from == 9 && id[to - 1] != 'W') {
      sum += 9 * (id[to - 1] - 'A' + 1);
    }
    return id[from + 7] == IRISH.charAt(sum % 23);
  }
}
