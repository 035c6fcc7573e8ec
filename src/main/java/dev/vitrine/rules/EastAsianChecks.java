package dev.vitrine.rules;

import java.util.Map;

/** Checks of identity and tax numbers of East and South-East Asia. */
final class EastAsianChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("cn-id", EastAsianChecks::cnId),
          Map.entry("cn-id-1984", (id, length) -> WorldChecks.date(id, 8, 10)),
          Map.entry("cn-uscc", EastAsianChecks::cnUscc),
          Map.entry("hk-id", EastAsianChecks::hkId),
          Map.entry("id-nik", EastAsianChecks::idNik),
          Map.entry("jp-corporate-number", EastAsianChecks::jpCorporateNumber),
          Map.entry("jp-my-number", EastAsianChecks::jpMyNumber),
          Map.entry("kr-brn", EastAsianChecks::krBrn),
          Map.entry("kr-birth", (id, length) -> WorldChecks.date(id, 2, 4)),
          Map.entry("kr-driver", EastAsianChecks::krDriver),
          Map.entry("my-nric", EastAsianChecks::myNric),
          Map.entry("ph-tin", EastAsianChecks::phTin),
          Map.entry("sg-nric", EastAsianChecks::sgNric),
          Map.entry("sg-uen", EastAsianChecks::sgUen),
          Map.entry("th-id", EastAsianChecks::thId),
          Map.entry("tw-id", EastAsianChecks::twId),
          Map.entry("tw-ubn", EastAsianChecks::twUbn),
          Map.entry("vn-cccd", EastAsianChecks::vnCccd),
          Map.entry("vn-tax", EastAsianChecks::vnTax));

  private EastAsianChecks() {}

  /** GB 11643-1999: region, date of birth, ISO 7064 MOD 11-2. */
  private static boolean cnId(char[] id, int length) {
    int year = Checksums.number(id, 6, 4);
    if (year < 1900 || year > 2099 || !WorldChecks.date(id, 10, 12)) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum = (sum + id[i] - '0') * 2 % 11;
    }
    return "10X98765432".charAt(sum) == id[17];
  }

  private static final String USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  /** GB 32100-2015: weights 3 to the power of the place, modulus 31. */
  private static boolean cnUscc(char[] id, int length) {
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < 17; i++) {
      sum += USCC.indexOf(id[i]) * weight;
      weight = weight * 3 % 31;
    }
    return USCC.indexOf(id[17]) == (31 - sum % 31) % 31;
  }

  /** Letters 10 to 35, a blank 36 before a single one; weights 9 to 1, modulus 11; A = 10. */
  private static boolean hkId(char[] id, int length) {
    int sum = length == 8 ? 36 * 9 : 0;
    for (int i = 0; i < length; i++) {
      int value = id[i] <= '9' ? id[i] - '0' : id[i] - 'A' + 10;
      sum += value * (length - i);
    }
    return sum % 11 == 0;
  }

  /** Province, regency and district, date of birth with 40 added to the day of women. */
  private static boolean idNik(char[] id, int length) {
    int province = Checksums.number(id, 0, 2);
    int day = Checksums.number(id, 6, 2) % 40;
    int month = Checksums.number(id, 8, 2);
    return province >= 11 && province <= 97 && day >= 1 && day <= 31 && month >= 1 && month <= 12;
  }

  /** Ordinance 85 of the MIC, 2014, art. 5: weights 6 to 2, 7 to 2; modulus 11. */
  private static boolean jpMyNumber(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return id[11] - '0' == (rest <= 1 ? 0 : 11 - rest) && !Checksums.same(id, 11);
  }

  /**
   * Ordinance 70 of the MOF, 2014: the first digit is 9 less the weighted rest by 9; T may stand
   * before.
   */
  private static boolean jpCorporateNumber(char[] id, int length) {
    int check = length - 13;
    return id[check] - '0'
        == 9 - Checksums.weighted(id, check + 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1) % 9;
  }

  /** NTS: weights 1 3 7 1 3 7 1 3 5, and the tens of the ninth product; modulus 10. */
  private static boolean krBrn(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 1, 3, 7, 1, 3, 7, 1, 3, 5) + (id[8] - '0') * 5 / 10;
    return (sum + id[9] - '0') % 10 == 0 && !Checksums.same(id, length);
  }

  /** Regions 11 to 26, and 28 for Sejong (Road Traffic Act, Enforcement Rules). */
  private static boolean krDriver(char[] id, int length) {
    int region = Checksums.number(id, 0, 2);
    return region >= 11 && region <= 28 && region != 27;
  }

  /** National Registration Department: date of birth, code of the place of birth. */
  private static boolean myNric(char[] id, int length) {
    return switch (Checksums.number(id, 6, 2)) {
      case 0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97 -> false;
      default -> WorldChecks.date(id, 2, 4);
    };
  }

  /** BIR: weights 9 to 2, modulus 11, for the ninth digit; a branch code may follow. */
  private static boolean phTin(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return rest == id[8] - '0' && !Checksums.same(id, 9);
  }

  /** ICA: weights 2 7 6 5 4 3 2; 4 more for T and G, 3 more for M; modulus 11. */
  private static boolean sgNric(char[] id, int length) {
    int sum = Checksums.weighted(id, 1, 2, 7, 6, 5, 4, 3, 2);
    String letters =
        switch (id[0]) {
          case 'S', 'T' -> "JZIHGFEDCBA";
          case 'F', 'G' -> "XWUTRQPNMLK";
          default -> "XWUTRQPNJLK";
        };
    int more = id[0] == 'T' || id[0] == 'G' ? 4 : id[0] == 'M' ? 3 : 0;
    return letters.charAt((sum + more) % 11) == id[length - 1];
  }

  private static final String UEN = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

  /** ACRA: one row of weights each for businesses, companies and other entities; modulus 11. */
  private static boolean sgUen(char[] id, int length) {
    char check = id[length - 1];
    if (length == 9) {
      int sum = Checksums.weighted(id, 0, 10, 4, 9, 3, 8, 2, 7, 1);
      return "XMKECAWLJDB".charAt(sum % 11) == check;
    }
    if (id[0] <= '9') {
      int sum = Checksums.weighted(id, 0, 10, 8, 6, 4, 9, 7, 5, 3, 1);
      return "ZKCMDNERGWH".charAt(sum % 11) == check;
    }
    int[] weights = {4, 3, 5, 3, 10, 2, 2, 5, 7};
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += UEN.indexOf(id[i]) * weights[i];
    }
    return UEN.charAt((sum + 6) % 11) == check;
  }

  /** Provinces of ISO 3166-2:TH as places two and three; weights 13 to 2, modulus 11. */
  private static boolean thId(char[] id, int length) {
    int tens = id[1] - '0';
    boolean province = tens >= 1 && id[2] <= "0979987766".charAt(tens);
    int sum = Checksums.weighted(id, 0, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    return province && (11 - sum % 11) % 10 == id[12] - '0';
  }

  /** The places of the letters' values, from 10. */
  private static final String TW = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

  /** Ministry of the Interior: the letter's two digits by 1 and 9, then 8 to 1 and 1; by 10. */
  private static boolean twId(char[] id, int length) {
    int letter = TW.indexOf(id[0]) + 10;
    int second = id[1] <= '9' ? id[1] - '0' : TW.indexOf(id[1]) % 10;
    int sum = letter / 10 + letter % 10 * 9 + second * 8;
    return (sum + Checksums.weighted(id, 2, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0;
  }

  /** Fiscal agency: digit sums of the products by 1 2 1 2 1 2 4 1; modulus 5, 7 in place 7. */
  private static boolean twUbn(char[] id, int length) {
    int[] weights = {1, 2, 1, 2, 1, 2, 4, 1};
    int sum = 0;
    for (int i = 0; i < 8; i++) {
      int product = (id[i] - '0') * weights[i];
      sum += product / 10 + product % 10;
    }
    return sum % 5 == 0 || (id[6] == '7' && (sum + 1) % 5 == 0);
  }

  /** Circular 07/2016/TT-BCA: province 001 to 096, then century and sex. */
  private static boolean vnCccd(char[] id, int length) {
    int province = Checksums.number(id, 0, 3);
    return province >= 1 && province <= 96 && id[3] <= '3';
  }

  /** Decision 75/1998: weights 31 29 23 19 17 13 7 5 3, check 10 minus the rest by 11. */
  private static boolean vnTax(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 31, 29, 23, 19, 17, 13, 7, 5, 3);
    return 10 - sum % 11 == id[9] - '0';
  }
}
