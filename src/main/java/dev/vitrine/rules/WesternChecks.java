package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** Checks of numbers of France, Spain, Portugal, Italy, Greece, the Alps and the Low Countries. */
final class WesternChecks {
  static final Map<String, Checksums.Check> ALL = all();

  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Ministerial decree of 23 December 1976: what a character at an odd place counts. */
  private static final int[] ITALIAN_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private static final String OMOCODIA = "LMNPQRSTUV";

  private WesternChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>();
    all.put("fr-nir", WesternChecks::frNir);
    all.put("fr-siren", (id, length) -> Checksums.luhn(id, 9) && !Checksums.same(id, 9));
    all.put("fr-siret", WesternChecks::frSiret);
    all.put("fr-tax-id", WesternChecks::frTaxId);
    all.put("es-nif", (id, length) -> esNif(id, 0));
    all.put("es-nif-short", WesternChecks::esNifShort);
    all.put("es-nie", (id, length) -> esNie(id, 0));
    all.put("es-cif", (id, length) -> esCif(id, 0));
    all.put("es-social-security", WesternChecks::esSocialSecurity);
    all.put("pt-nif", (id, length) -> ptNif(id, 0));
    all.put("pt-citizen-card", WesternChecks::ptCitizenCard);
    all.put("it-fiscal-code", WesternChecks::itFiscalCode);
    all.put("it-vat", (id, length) -> itVat(id, length - 11));
    all.put("nl-bsn", (id, length) -> nlBsn(id, 0));
    all.put("be-national-number", WesternChecks::beNationalNumber);
    all.put("lu-matricule", WesternChecks::luMatricule);
    all.put("ch-ahv", WesternChecks::chAhv);
    all.put("ch-uid", WesternChecks::chUid);
    all.put("at-social-insurance", WesternChecks::atSocialInsurance);
    all.put("gr-amka", WesternChecks::grAmka);
    all.put("gr-afm", (id, length) -> grAfm(id, 0));
    return Map.copyOf(all);
  }

  /** INSEE: 97 minus the rest of the thirteen digits; 2A counts as 19, 2B as 18. */
  private static boolean frNir(char[] id, int length) {
    char letter = id[6];
    int department = letter == 'A' ? 19 : letter == 'B' ? 18 : Checksums.number(id, 5, 2);
    int month = Checksums.number(id, 3, 2);
    boolean known = (month >= 1 && month <= 12) || (month >= 20 && month != 43 && month <= 99);
    long number =
        (EuropeanChecks.number(id, 0, 5) * 100 + department) * 1_000_000
            + EuropeanChecks.number(id, 7, 6);
    return known
        && (letter <= '9' || id[5] == '2')
        && 97 - number % 97 == Checksums.number(id, 13, 2);
  }

  /** Luhn; the post office's branches instead have a sum of digits that five divides. */
  private static boolean frSiret(char[] id, int length) {
    if (Checksums.number(id, 0, 9) == 356_000_000) {
      int sum = 0;
      for (int i = 0; i < 14; i++) {
        sum += id[i] - '0';
      }
      return sum % 5 == 0;
    }
    return Checksums.luhn(id, 14) && Checksums.luhn(id, 9) && !Checksums.same(id, 9);
  }

  /** OECD, Tax Identification Numbers, France: the first ten digits modulo 511. */
  private static boolean frTaxId(char[] id, int length) {
    return EuropeanChecks.number(id, 0, 10) % 511 == Checksums.number(id, 10, 3)
        && !Checksums.same(id, 13);
  }

  static boolean esNif(char[] id, int from) {
    return id[from + 8] == SPANISH.charAt(Checksums.number(id, from, 8) % 23);
  }

  private static boolean esNifShort(char[] id, int length) {
    return id[7] == SPANISH.charAt(Checksums.number(id, 0, 7) % 23);
  }

  /** X, Y, Z count as 0, 1, 2. */
  static boolean esNie(char[] id, int from) {
    int number = (id[from] - 'X') * 10_000_000 + Checksums.number(id, from + 1, 7);
    return id[from + 8] == SPANISH.charAt(number % 23);
  }

  /** Luhn over the seven digits; a digit, or the letter of its rank, by the kind of entity. */
  static boolean esCif(char[] id, int from) {
    int sum = 0;
    for (int i = 0; i < 7; i++) {
      int digit = id[from + 1 + i] - '0';
      sum += i % 2 == 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
    }
    int check = (10 - sum % 10) % 10;
    char last = id[from + 8];
    if (last <= '9') {
      return "KLMNPQRSW".indexOf(id[from]) < 0 && last - '0' == check;
    }
    return "ABEH".indexOf(id[from]) < 0 && last == "JABCDEFGHI".charAt(check);
  }

  /** Tesorería General: province and number modulo 97; short numbers lose their zero. */
  private static boolean esSocialSecurity(char[] id, int length) {
    long province = Checksums.number(id, 0, 2);
    long number = Checksums.number(id, 2, 8);
    long whole =
        number < 10_000_000 ? province * 10_000_000 + number : province * 100_000_000 + number;
    return whole % 97 == Checksums.number(id, 10, 2) && province > 0 && province <= 66;
  }

  static boolean ptNif(char[] id, int from) {
    int check = 11 - Checksums.weighted(id, from, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return EuropeanChecks.is(id, from + 8, check > 9 ? 0 : check);
  }

  /** IRN: Luhn's formula over digits and letters from the right. */
  private static boolean ptCitizenCard(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      int value = EuropeanChecks.value(id[i]);
      int twice = value * 2 > 9 ? value * 2 - 9 : value * 2;
      sum += i % 2 == 0 ? twice : value;
    }
    return sum % 10 == 0;
  }

  private static boolean itFiscalCode(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = id[i] <= '9' ? id[i] - '0' : id[i] - 'A';
      sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
    }
    int day = (plain(id[9]) * 10 + plain(id[10])) % 40;
    return id[15] == 'A' + sum % 26 && day >= 1 && day <= 31;
  }

  /** A digit that may stand as the letter for it where two people's codes were the same. */
  private static int plain(char c) {
    return c <= '9' ? c - '0' : OMOCODIA.indexOf(c);
  }

  static boolean itVat(char[] id, int from) {
    int sum = 0;
    for (int i = 0; i < 11; i++) {
      int digit = id[from + i] - '0';
      sum += i % 2 == 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
    }
    return sum % 10 == 0 && Checksums.number(id, from, 7) != 0;
  }

  /** Eleven-test: weights 9 to 2 and minus 1. */
  static boolean nlBsn(char[] id, int from) {
    int sum = Checksums.weighted(id, from, 9, 8, 7, 6, 5, 4, 3, 2, -1);
    return sum % 11 == 0 && Checksums.number(id, from, 8) >= 100_000;
  }

  /** 97 minus the rest of nine digits, with a 2 before them for who was born from 2000 on. */
  private static boolean beNationalNumber(char[] id, int length) {
    long number = Checksums.number(id, 0, 9);
    int check = Checksums.number(id, 9, 2);
    int month = Checksums.number(id, 2, 2) % 20;
    return month <= 12
        && Checksums.number(id, 4, 2) <= 31
        && Checksums.number(id, 6, 3) > 0
        && (97 - number % 97 == check || 97 - (number + 2_000_000_000L) % 97 == check);
  }

  /** CCSS: the twelfth digit is Luhn's over eleven, the thirteenth Verhoeff's over the same. */
  private static boolean luMatricule(char[] id, int length) {
    char[] second = id.clone();
    second[11] = id[12];
    return EuropeanChecks.date(Checksums.number(id, 6, 2), Checksums.number(id, 4, 2))
        && Checksums.luhn(id, 12)
        && Checksums.verhoeff(second, 12);
  }

  /** EAN-13. */
  private static boolean chAhv(char[] id, int length) {
    return Checksums.weighted(id, 0, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  /** Federal Statistical Office: weights 5 4 3 2 7 6 5 4, modulus 11. */
  private static boolean chUid(char[] id, int length) {
    int check = (11 - Checksums.weighted(id, 3, 5, 4, 3, 2, 7, 6, 5, 4) % 11) % 11;
    return EuropeanChecks.is(id, 11, check);
  }

  /** Section 31 ASVG: the fourth digit is weighted 3 7 9 - 5 8 4 2 1 6, modulus 11. */
  private static boolean atSocialInsurance(char[] id, int length) {
    int check = Checksums.weighted(id, 0, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11;
    int month = Checksums.number(id, 6, 2);
    return EuropeanChecks.is(id, 3, check)
        && Checksums.number(id, 4, 2) <= 31
        && month >= 1
        && month <= 15;
  }

  private static boolean grAmka(char[] id, int length) {
    return EuropeanChecks.date(Checksums.number(id, 0, 2), Checksums.number(id, 2, 2))
        && Checksums.luhn(id, 11);
  }

  static boolean grAfm(char[] id, int from) {
    int sum = Checksums.weighted(id, from, 256, 128, 64, 32, 16, 8, 4, 2);
    return EuropeanChecks.is(id, from + 8, sum % 11 % 10) && sum > 0;
  }
}
