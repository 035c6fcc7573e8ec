package dev.vitrine.rules;

import java.util.List;

/**
 * Passwords among the arguments of a command. The keywords are commands (or options), the data say
 * where the password stands: {@code -p} = the word after this option; {@code -p*} = the rest of the
 * word; {@code -u:} = a user and a password with a colon between them, after the option or joined
 * to it; {@code #2} = the second word; {@code @} = the first, {@code @:} with a colon; {@code
 * <echo} = what was given to {@code echo} before.
 */
final class CommandDetector implements Detector {
  /** The longest command line. */
  private static final int LINE = 1024;

  private static final int WORD = 256;
  private static final WordSet PLACEHOLDERS =
      new WordSet(
          List.of(
              "password",
              "passwd",
              "pass",
              "pwd",
              "pw",
              "secret",
              "token",
              "test",
              "xxx",
              "yyy",
              "api_key",
              "apikey",
              "mypassword",
              "yourpassword",
              "your_password",
              "your-password",
              "userpassword",
              "..."));

  private final Rule rule;
  private final List<String> places;

  /** How many words may matter. */
  private final int words;

  CommandDetector(Rule rule) {
    this.rule = rule;
    this.places = rule.data();
    this.words = places.stream().mapToInt(CommandDetector::words).max().orElse(0);
  }

  private static int words(String place) {
    return switch (place.charAt(0)) {
      case '#' -> place.charAt(1) - '0';
      case '@' -> 1;
      default -> LINE;
    };
  }

  @Override
  public boolean onlyAtStart() {
    return true;
  }

  @Override
  public void look(Scan scan, int start, int end) {
    if (start < scan.commandEnds.getOrDefault(rule.id(), 0)) {
      return;
    }
    int limit = Math.min(scan.n, end + LINE);
    int number = 0;
    String expected = "";
    int p = end;
    while (p < limit && number < words) {
      p = blanks(scan, p, limit);
      int stop = word(scan, p, limit);
      if (stop <= p || separator(scan.f[p])) {
        break;
      }
      number++;
      if (!expected.isEmpty()) {
        value(scan, p, stop, expected.endsWith(":"));
      }
      expected = expected(scan, p, stop, number);
      p = stop;
    }
    if (places.contains("<echo")) {
      echoed(scan, start);
    }
    scan.commandEnds.put(rule.id(), p);
  }

  /** The place that the next word fills; marks what this word holds itself. */
  private String expected(Scan scan, int from, int to, int number) {
    for (String place : places) {
      char first = place.charAt(0);
      if (first == '#' || first == '@') {
        if (number == (first == '@' ? 1 : place.charAt(1) - '0') && scan.f[from] != '/') {
          value(scan, from, to, place.endsWith(":"));
        }
        continue;
      }
      boolean joined = place.endsWith("*");
      boolean pair = place.endsWith(":") && place.charAt(0) == '-';
      String option = joined || pair ? place.substring(0, place.length() - 1) : place;
      if (joined ? begins(scan, from, option) && to - from >= option.length() + 3 : false) {
        value(scan, from + option.length(), to, false);
      } else if (pair && clustered(scan, from, to, option)) {
        return place;
      } else if (pair && begins(scan, from, option) && to > from + option.length()) {
        int at = from + option.length();
        value(scan, scan.f[at] == '=' ? at + 1 : at, to, true);
      } else if (!joined && to - from == option.length() && begins(scan, from, option)) {
        return place;
      }
    }
    return "";
  }

  /** The option, or several short ones of which it is the last: {@code -sku}. */
  private static boolean clustered(Scan scan, int from, int to, String option) {
    if (to - from == option.length()) {
      return begins(scan, from, option);
    }
    boolean cluster = option.length() == 2 && scan.f[from] == '-' && to - from <= 6;
    for (int p = from + 1; p < to && cluster; p++) {
      cluster = Fold.asciiLetter(scan.f[p]);
    }
    return cluster && scan.f[to - 1] == option.charAt(1);
  }

  private static boolean begins(Scan scan, int at, String option) {
    for (int i = 0; i < option.length(); i++) {
      if (scan.at(at + i) != option.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int blanks(Scan scan, int from, int limit) {
    int p = from;
    while (p < limit) {
      boolean continued =
          scan.f[p] == '\\' && (Fold.lineEnd(scan.at(p + 1)) || scan.at(p + 1) == ' ');
      if (!Fold.space(scan.f[p]) && !continued) {
        break;
      }
      p += continued ? 2 : 1;
      if (continued && scan.at(p - 1) == '\r' && scan.at(p) == '\n') {
        p++;
      }
    }
    return Math.min(p, limit);
  }

  /** The end of a word of the command line, quotations included. */
  private static int word(Scan scan, int from, int limit) {
    int p = from;
    char quote = 0;
    while (p < limit && !Fold.lineEnd(scan.f[p]) && (quote != 0 || !Fold.space(scan.f[p]))) {
      char c = scan.f[p];
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      if (quote == 0 && p > from && separator(c)) {
        break;
      }
      p++;
    }
    return p;
  }

  private static boolean separator(char c) {
    return c == '|' || c == ';' || c == Fold.BARRIER;
  }

  private void value(Scan scan, int from, int to, boolean pair) {
    int start = from;
    int end = to;
    boolean quoted = end - start >= 2 && (scan.f[start] == '"' || scan.f[start] == '\'');
    if (quoted && scan.f[end - 1] == scan.f[start]) {
      start++;
      end--;
    }
    if (end - start < 3 || end - start > WORD || "-<$`|&(".indexOf(scan.f[start]) >= 0) {
      return;
    }
    int secret = start;
    if (pair) {
      while (secret < end && scan.f[secret] != ':') {
        secret++;
      }
      boolean onlyUser = secret == end - 1 && Randomness.plausible(scan.f, start, secret);
      if (secret >= end - 1 && !onlyUser) {
        return;
      }
      secret = onlyUser ? start : secret + 1;
    }
    if (!placeholder(scan, secret, end)) {
      scan.add(start, end, rule);
    }
  }

  private static boolean placeholder(Scan scan, int from, int to) {
    int start = from;
    while (start < to && (scan.f[start] == '"' || scan.f[start] == '\'')) {
      start++;
    }
    int end = to;
    while (end > start && ">\"'".indexOf(scan.f[end - 1]) >= 0) {
      end--;
    }
    return end <= start
        || PLACEHOLDERS.has(scan.f, start, end)
        || scan.f[start] == '$'
        || scan.f[start] == '<'
        || (scan.f[start] == '%' && scan.f[end - 1] == '%')
        || (scan.f[start] == '{' && scan.at(start + 1) == '{')
        || CodeText.mask(scan, start, end);
  }

  private void echoed(Scan scan, int start) {
    int from = Math.max(scan.lines.start(start), start - WORD);
    for (int p = from; p < start; p++) {
      if (scan.f[p] == 'e' && scan.startsWord(p) && Assignment.word(scan, p, "echo ")) {
        int at = blanks(scan, p + 5, start);
        int stop = word(scan, at, start);
        if (stop > at && stop < start) {
          value(scan, at, stop, false);
        }
        return;
      }
    }
  }
}
