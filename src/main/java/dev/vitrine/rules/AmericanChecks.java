package dev.vitrine.rules;

import java.util.Map;

/** Checks of identity and tax numbers of the Americas. */
final class AmericanChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("ar-cuit", AmericanChecks::arCuit),
          Map.entry("br-cnh", AmericanChecks::brCnh),
          Map.entry("br-cnpj", AmericanChecks::brCnpj),
          Map.entry("br-cns", AmericanChecks::brCns),
          Map.entry("br-cpf", AmericanChecks::brCpf),
          Map.entry("br-pis", AmericanChecks::brPis),
          Map.entry("br-titulo", AmericanChecks::brTitulo),
          Map.entry("ca-ohip", (id, length) -> Checksums.luhn(id, 10)),
          Map.entry("ca-phn-bc", AmericanChecks::caPhnBc),
          Map.entry("ca-ramq", AmericanChecks::caRamq),
          Map.entry("ca-sin", AmericanChecks::caSin),
          Map.entry("cl-rut", AmericanChecks::clRut),
          Map.entry("co-nit", AmericanChecks::coNit),
          Map.entry("do-rnc", AmericanChecks::doRnc),
          Map.entry("ec-cedula", AmericanChecks::ecCedula),
          Map.entry("mx-curp", AmericanChecks::mxCurp),
          Map.entry("mx-rfc", AmericanChecks::mxRfc),
          Map.entry("mx-rfc-date", AmericanChecks::mxRfcDate),
          Map.entry("pe-ruc", AmericanChecks::peRuc),
          Map.entry("us-aba", AmericanChecks::usAba),
          Map.entry("us-dea", AmericanChecks::usDea),
          Map.entry("us-ein", AmericanChecks::usEin),
          Map.entry("us-itin", AmericanChecks::usItin),
          Map.entry("us-npi", AmericanChecks::usNpi),
          Map.entry("uy-ci", AmericanChecks::uyCi),
          Map.entry("uy-rut", AmericanChecks::uyRut),
          Map.entry("ve-rif", AmericanChecks::veRif));

  private AmericanChecks() {}

  /** Luhn's formula over the prefix 80840, which adds 24, and the number (45 CFR 162.406). */
  private static boolean usNpi(char[] id, int length) {
    int sum = 24;
    for (int i = 0; i < 10; i++) {
      int digit = id[i] - '0';
      sum += i % 2 == 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
    }
    return sum % 10 == 0 && !Checksums.same(id, 9);
  }

  /** IRS, IRM 3.21.263: fourth and fifth digit 50 to 65, 70 to 88, 90 to 92, 94 to 99. */
  private static boolean usItin(char[] id, int length) {
    int group = Checksums.number(id, 3, 2);
    return (group >= 50 && group <= 65)
        || (group >= 70 && group <= 88)
        || (group >= 90 && group != 93);
  }

  /** IRS, "How EINs are assigned and valid EIN prefixes". */
  private static boolean usEin(char[] id, int length) {
    int prefix = Checksums.number(id, 0, 2);
    return switch (prefix) {
      case 0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97 -> false;
      default -> true;
    };
  }

  /** DEA: first, third and fifth digit, and twice the others; the last digit is the seventh. */
  private static boolean usDea(char[] id, int length) {
    return Checksums.weighted(id, 2, 1, 2, 1, 2, 1, 2) % 10 == id[8] - '0'
        && Checksums.number(id, 2, 7) != 0;
  }

  /** ABA: 00 to 12, 21 to 32, 61 to 72 or 80 first; weights 3 7 1, modulus 10. */
  private static boolean usAba(char[] id, int length) {
    int prefix = Checksums.number(id, 0, 2);
    boolean district =
        prefix <= 12
            || (prefix >= 21 && prefix <= 32)
            || (prefix >= 61 && prefix <= 72)
            || prefix == 80;
    return district
        && Checksums.weighted(id, 0, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0
        && !Checksums.same(id, 9);
  }

  /** Employment and Social Development Canada: Luhn; 0 and 8 begin no number of a person. */
  private static boolean caSin(char[] id, int length) {
    return Checksums.luhn(id, length) && !Checksums.same(id, length - 1);
  }

  /** BC Ministry of Health, PHN: a 9, weights 2 4 8 5 10 9 7 3, check 11 minus the rest. */
  private static boolean caPhnBc(char[] id, int length) {
    return id[9] - '0' == 11 - Checksums.weighted(id, 1, 2, 4, 8, 5, 10, 9, 7, 3) % 11;
  }

  /** RAMQ: year, month with 50 added for women, day of birth after four letters. */
  private static boolean caRamq(char[] id, int length) {
    int month = Checksums.number(id, 6, 2) % 50;
    int day = Checksums.number(id, 8, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  private static final String CURP = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";

  /** DOF 18 June 2018, CURP: weights 18 to 2, modulus 10; date of birth; 33 states. */
  private static boolean mxCurp(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += CURP.indexOf(id[i]) * (18 - i);
    }
    return WorldChecks.date(id, 6, 8) && (10 - sum % 10) % 10 == id[17] - '0';
  }

  /** SAT: weights 13 to 2 over twelve places, a blank (37) before a company's; modulus 11. */
  private static boolean mxRfc(char[] id, int length) {
    int sum = length == 12 ? 37 * 13 : 0;
    for (int i = 0; i < length - 1; i++) {
      sum += CURP.indexOf(id[i]) * (length - i);
    }
    return mxRfcDate(id, length) && CURP.charAt((11 - sum % 11) % 11) == id[length - 1];
  }

  /** The date of birth, or of foundation, six to three places before the end. */
  private static boolean mxRfcDate(char[] id, int length) {
    int date = id[3] > '9' ? 4 : 3;
    return WorldChecks.date(id, date + 2, date + 4);
  }

  /** Receita Federal: two digits, weights from 2 upwards from the right, modulus 11. */
  private static boolean brCpf(char[] id, int length) {
    int first = Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    int second = Checksums.weighted(id, 0, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    return !Checksums.same(id, length)
        && mod11(first) == id[9] - '0'
        && mod11(second) == id[10] - '0';
  }

  /** IN RFB 2229/2024: as before, a character's value is its ASCII code less 48. */
  private static boolean brCnpj(char[] id, int length) {
    int first = Checksums.weighted(id, 0, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2);
    int second = Checksums.weighted(id, 0, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2);
    return !Checksums.same(id, length)
        && mod11(first) == id[12] - '0'
        && mod11(second) == id[13] - '0';
  }

  /** 11 minus the rest; 0 for 10 and 11. */
  private static int mod11(int sum) {
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
  }

  /** Caixa, PIS/PASEP: weights 3 2 9 8 7 6 5 4 3 2, modulus 11. */
  private static boolean brPis(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2);
    return !Checksums.same(id, length) && mod11(sum) == id[10] - '0';
  }

  /** Denatran: weights 9 to 1 and 1 to 9, modulus 11; 2 less in the second if the first was 10. */
  private static boolean brCnh(char[] id, int length) {
    int first = Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11;
    int second = Checksums.weighted(id, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11;
    if (first == 10) {
      second = second < 2 ? second + 9 : second - 2;
    }
    return !Checksums.same(id, length)
        && id[9] - '0' == first % 10
        && id[10] - '0' == (second == 10 ? 0 : second);
  }

  /** Ministério da Saúde, CNS: weights 15 to 1, modulus 11. */
  private static boolean brCns(char[] id, int length) {
    return Checksums.weighted(id, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  /** TSE, Res. 21.538/2003, art. 12: state 01 to 28, two digits by modulus 11. */
  private static boolean brTitulo(char[] id, int length) {
    int state = Checksums.number(id, 8, 2);
    int first = Checksums.weighted(id, 0, 2, 3, 4, 5, 6, 7, 8, 9) % 11;
    int second = Checksums.weighted(id, 8, 7, 8, 9) % 11;
    boolean one = state <= 2;
    return state >= 1
        && state <= 28
        && titulo(first, one) == id[10] - '0'
        && titulo(second, one) == id[11] - '0';
  }

  /** São Paulo and Minas Gerais, 01 and 02, write 1 for 0. */
  private static int titulo(int rest, boolean one) {
    return rest == 0 && one ? 1 : rest % 10;
  }

  /** AFIP: weights 5 4 3 2 7 6 5 4 3 2, check 11 minus the rest; 11 is 0, 10 is 9. */
  private static boolean arCuit(char[] id, int length) {
    boolean known =
        switch (Checksums.number(id, 0, 2)) {
          case 20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51, 55 -> true;
          default -> false;
        };
    int check = 11 - Checksums.weighted(id, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return known && (check == 11 ? 0 : check == 10 ? 9 : check) == id[10] - '0';
  }

  /** Registro Civil: weights 2 to 7 in turn from the right, modulus 11; K = 10. */
  private static boolean clRut(char[] id, int length) {
    int sum = 0;
    for (int i = length - 2, weight = 2; i >= 0; i--, weight = weight == 7 ? 2 : weight + 1) {
      sum += (id[i] - '0') * weight;
    }
    return "0K987654321".charAt(sum % 11) == id[length - 1] && !Checksums.same(id, length);
  }

  /** DIAN, Orden administrativa 4 of 1989: weights 41 37 29 23 19 17 13 7 3, modulus 11. */
  private static boolean coNit(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 41, 37, 29, 23, 19, 17, 13, 7, 3) % 11;
    return (rest < 2 ? rest : 11 - rest) == id[9] - '0';
  }

  /** SUNAT: weights 5 4 3 2 7 6 5 4 3 2, check 11 minus the rest, its last digit. */
  private static boolean peRuc(char[] id, int length) {
    return (11 - Checksums.weighted(id, 0, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 10 == id[10] - '0';
  }

  /** DNIC: weights 2 9 8 7 6 3 4, modulus 10. */
  private static boolean uyCi(char[] id, int length) {
    int sum = Checksums.weighted(id, 0, 2, 9, 8, 7, 6, 3, 4);
    return (sum + id[7] - '0') % 10 == 0 && !Checksums.same(id, length);
  }

  /** DGI: weights 4 3 2 9 8 7 6 5 4 3 2, modulus 11; 01 to 22 first. */
  private static boolean uyRut(char[] id, int length) {
    int kind = Checksums.number(id, 0, 2);
    int sum = Checksums.weighted(id, 0, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2);
    return kind >= 1 && kind <= 22 && (11 - sum % 11) % 11 == id[11] - '0';
  }

  /** Registro Civil: province 01 to 24 or 30, a third digit below 6, Luhn. A RUC adds 001. */
  private static boolean ecCedula(char[] id, int length) {
    int province = Checksums.number(id, 0, 2);
    return ((province >= 1 && province <= 24) || province == 30)
        && id[2] < '6'
        && Checksums.luhn(id, 10);
  }

  /** SENIAT: V 4, E 8, J 12, P 16, G 20; weights 3 2 7 6 5 4 3 2, modulus 11. */
  private static boolean veRif(char[] id, int length) {
    int sum = ("VEJPG".indexOf(id[0]) + 1) * 4 + Checksums.weighted(id, 1, 3, 2, 7, 6, 5, 4, 3, 2);
    return mod11(sum) == id[9] - '0';
  }

  /** DGII: weights 7 9 8 6 5 4 3 2, modulus 11; 0 is 2, 1 is 1. */
  private static boolean doRnc(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 7, 9, 8, 6, 5, 4, 3, 2) % 11;
    return (rest == 0 ? 2 : rest == 1 ? 1 : 11 - rest) == id[8] - '0';
  }
}
