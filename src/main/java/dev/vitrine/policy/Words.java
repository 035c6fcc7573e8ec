package dev.vitrine.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words for errors: quoted, printable on one line, with a guess at what was meant. */
final class Words {
  private static final int MAX_QUOTED = 60;

  private Words() {}

  /** In double quotes, cut where it is long, without control characters. */
  static String quote(String value) {
    String cut =
        value.length() <= MAX_QUOTED
            ? value
            : value.substring(0, value.offsetByCodePoints(0, MAX_QUOTED / 2)) + "...";
    return '"' + printable(cut) + '"';
  }

  /** Control and format characters (line feeds, direction marks) become question marks. */
  static String printable(String value) {
    return value
        .codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Quoted, with commas. */
  static String list(Collection<String> values) {
    return values.stream().map(Words::quote).collect(Collectors.joining(", "));
  }

  /** {@code ; did you mean "x"?}, or nothing where no word is near. */
  static String didYouMean(String given, Collection<String> known) {
    String best = "";
    // One typing error in three letters, two at most: beyond that a guess is noise.
    int bestDistance = Math.min(2, given.length() / 3) + 1;
    for (String word : known) {
      int distance = distance(given.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = word;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? "" : "; did you mean " + quote(best) + "?";
  }

  /** Edits (insert, delete, replace, swap neighbours) between two words. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
