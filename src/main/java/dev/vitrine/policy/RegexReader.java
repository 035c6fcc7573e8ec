package dev.vitrine.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the policy's regular expressions (RE2's syntax, matched in linear time), and refuses
 * those whose compiled form would be large: RE2 writes a counted repetition out, so that {@code
 * ((a{1000}){1000}){1000}} would fill any memory.
 */
final class RegexReader {
  /** Longest expression, in code units. */
  static final int MAX_LENGTH = 1000;

  /** Most groups within groups. */
  private static final int MAX_GROUPS = 50;

  /** Most states, counted repetitions written out; matching takes time in proportion. */
  private static final long MAX_STATES = 5000;

  private RegexReader() {}

  /** The compiled expression, or null where it was refused (and reported). */
  static @Nullable Pattern compile(Json.Text text, Problems problems) {
    String tooLarge = tooLarge(text.value());
    if (tooLarge != null) {
      problems.error(text, "regular expression: " + tooLarge);
      return null;
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(text.value());
    } catch (PatternSyntaxException e) {
      problems.error(
          text, "regular expression (RE2 syntax): " + Words.printable(e.getDescription()));
      return null;
    }
    if (pattern.matcher("").find()) {
      problems.error(text, "regular expression: it matches empty text, so it would match anything");
      return null;
    }
    return pattern;
  }

  /** Says why an expression is too large, judged from its text alone; null where it is not. */
  private static @Nullable String tooLarge(String regex) {
    Deque<Long> outer = new ArrayDeque<>();
    long sum = 0;
    long last = 0;
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
        last = inClass ? last : 1;
        sum += inClass ? 0 : 1;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        // A bracket that comes first in a class stands for itself.
        i += regex.startsWith("^]", i + 1) ? 2 : regex.startsWith("]", i + 1) ? 1 : 0;
        last = 1;
        sum++;
      } else if (c == '(') {
        outer.push(sum);
        sum = 0;
        if (outer.size() > MAX_GROUPS) {
          return "more than " + MAX_GROUPS + " groups within each other";
        }
      } else if (c == ')' && !outer.isEmpty()) {
        last = sum + 1;
        sum = outer.pop() + last;
      } else if (c == '{' && repetition(regex, i) > 1) {
        long times = repetition(regex, i);
        sum += last * (times - 1);
        last *= times;
      } else {
        last = 1;
        sum++;
      }
      if (sum > MAX_STATES) {
        return "too large; its repetitions written out are more than " + MAX_STATES + " steps";
      }
    }
    return null;
  }

  /** The larger number of {@code {n,m}} at that place, or 1 where there is none. */
  private static long repetition(String regex, int at) {
    int end = regex.indexOf('}', at);
    if (end < 0 || end - at > 12) {
      return 1;
    }
    long most = 1;
    for (String part : regex.substring(at + 1, end).split(",", -1)) {
      if (!part.isEmpty()
          && part.length() <= 4
          && part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        most = Math.max(most, Long.parseLong(part));
      }
    }
    return most;
  }
}
