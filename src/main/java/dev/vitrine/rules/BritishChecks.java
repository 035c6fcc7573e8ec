package dev.vitrine.rules;

import java.util.Map;
import java.util.Set;

/** Checks of numbers of the United Kingdom and Ireland. */
final class BritishChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.of(
          "uk-nhs", BritishChecks::nhs,
          "uk-nino", BritishChecks::nino,
          "uk-driving", BritishChecks::driving,
          "uk-postcode", BritishChecks::postcode,
          "uk-plate", BritishChecks::plate,
          "uk-utr", BritishChecks::utr,
          "uk-vat", BritishChecks::vat,
          "ie-pps", BritishChecks::iePps);

  private BritishChecks() {}

  /** NHS Data Dictionary: weights 10 to 2, modulus 11, check 11 minus the rest. */
  private static boolean nhs(char[] id, int length) {
    int check = 11 - Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == id[9] - '0' && check != 10 && !Checksums.same(id, length);
  }

  private static final Set<String> NOT_ISSUED = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");

  /** HMRC, National Insurance Manual NIM39110: prefixes that are not issued. */
  private static boolean nino(char[] id, int length) {
    return !NOT_ISSUED.contains(new String(id, 0, 2));
  }

  /**
   * DVLA, INF1P: five of the surname filled up with 9, a digit of the year, month (50 added for
   * women), day, the other digit of the year, initials, and three more.
   */
  private static boolean driving(char[] id, int length) {
    boolean filling = false;
    for (int i = 0; i < 5; i++) {
      if (filling && id[i] != '9') {
        return false;
      }
      filling |= id[i] == '9';
    }
    int month = Checksums.number(id, 6, 2) % 50;
    int day = Checksums.number(id, 8, 2);
    return id[0] != '9' && id[6] != '2' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** Royal Mail's 124 postcode areas and those of Jersey, Guernsey and the Isle of Man. */
  private static final Set<String> AREAS =
      Set.of(
          ("AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT"
                  + " DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT"
                  + " KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL"
                  + " PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR"
                  + " TS TW UB W WA WC WD WF WN WR WS WV YO ZE")
              .split(" ", -1));

  private static boolean postcode(char[] id, int length) {
    int letters = id[1] > '9' ? 2 : 1;
    return AREAS.contains(new String(id, 0, letters));
  }

  /** DVLA, INF104: 02 to 29 from March, 51 to 79 from September. */
  private static boolean plate(char[] id, int length) {
    int age = Checksums.number(id, 2, 2);
    return (age >= 2 && age <= 29) || (age >= 51 && age <= 79);
  }

  /** HMRC: the first digit checks the others, weights 6 7 8 9 10 5 4 3 2, modulus 11. */
  private static boolean utr(char[] id, int length) {
    int rest = Checksums.weighted(id, 1, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11;
    return "21987654321".charAt(rest) == id[0];
  }

  /** HMRC, VATREC: weights 8 to 2 and the two check digits, modulus 97, or 55 more. */
  private static boolean vat(char[] id, int length) {
    int sum = Checksums.weighted(id, 2, 8, 7, 6, 5, 4, 3, 2) + Checksums.number(id, 9, 2);
    return sum % 97 == 0 || (sum + 55) % 97 == 0;
  }

  /** Revenue: weights 8 to 2, nine times a second letter, modulus 23; W is 0. */
  private static boolean iePps(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 8, 7, 6, 5, 4, 3, 2);
    if (length == 9 && id[8] != 'W') {
      sum += 9 * (id[8] - 'A' + 1);
    }
    return "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23) == id[7];
  }
}
