package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/**
 * IBANs (ISO 13616): the country's length and structure, and the check of ISO 7064 MOD 97-10, in
 * any case and grouping. Triggered by a digit after two letters.
 */
final class IbanDetector implements Detector {
  private final Rule rule;
  private final Map<Integer, String> structures = new HashMap<>();

  /**
   * The rule's data lines are the registry's: {@code DE18n}, {@code GB4a14n}: n digit, a capital
   * letter, c either.
   */
  IbanDetector(Rule rule) {
    this.rule = rule;
    for (String line : rule.data()) {
      structures.put(country(line.charAt(0), line.charAt(1)), spread(line.substring(2)));
    }
  }

  private static int country(char a, char b) {
    return ((a & 0xDF) << 8) | (b & 0xDF);
  }

  private static String spread(String structure) {
    StringBuilder out = new StringBuilder("nn");
    int count = 0;
    for (int i = 0; i < structure.length(); i++) {
      char c = structure.charAt(i);
      if (Fold.digit(c)) {
        count = count * 10 + c - '0';
      } else {
        out.append(String.valueOf(c).repeat(count));
        count = 0;
      }
    }
    return out.toString();
  }

  @Override
  public void look(Scan scan, int digit, int end) {
    int start = digit - 1;
    boolean apart = start > 0 && Fold.space(scan.f[start]);
    if (apart) {
      start--;
    }
    start--;
    if (start < 0
        || !Fold.asciiLetter(scan.f[start])
        || !Fold.asciiLetter(scan.f[start + 1])
        || !scan.startsWord(start)
        || (apart && !capitals(scan, start))) {
      return;
    }
    String structure = structures.get(country(scan.f[start], scan.f[start + 1]));
    if (structure == null) {
      return;
    }
    int remainder = 0;
    int p = digit;
    int check = 0;
    for (int k = 0; k < structure.length(); k++) {
      int gap = 0;
      while (k > 0 && p < scan.n && sign(scan.f[p]) && gap++ < 3) {
        p++;
      }
      char c = scan.at(p);
      boolean fits =
          switch (structure.charAt(k)) {
            case 'n' -> Fold.digit(c);
            case 'a' -> Fold.asciiLetter(c);
            default -> Fold.digit(c) || Fold.asciiLetter(c);
          };
      if (!fits) {
        return;
      }
      p++;
      if (k < 2) {
        check = check * 10 + c - '0';
      } else {
        remainder = feed(remainder, c);
      }
    }
    remainder = feed(feed(remainder, scan.f[start]), scan.f[start + 1]);
    if ((remainder * 100 + check) % 97 == 1 && scan.endsWord(p)) {
      scan.add(start, p, rule);
    }
  }

  /** Words such as "me", "is" and "no" are countries too; only as capitals may they stand apart. */
  private static boolean capitals(Scan scan, int start) {
    return Character.isUpperCase(scan.f[start]) && Character.isUpperCase(scan.f[start + 1]);
  }

  private static int feed(int remainder, char c) {
    return Fold.digit(c)
        ? (remainder * 10 + c - '0') % 97
        : (remainder * 100 + (c & 0xDF) - 'A' + 10) % 97;
  }

  private static boolean sign(char c) {
    return c == ' ' || c == '-' || c == '.' || Fold.lineEnd(c) || c == Fold.INVISIBLE;
  }
}
