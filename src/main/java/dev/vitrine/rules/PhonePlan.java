package dev.vitrine.rules;

import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbering plan of one country or service, from libphonenumber's data: which numbers there
 * are, and what is dialled before them inside the country. It decides as libphonenumber does, but
 * by automata. Immutable.
 */
final class PhonePlan {
  final int code;

  /** What is dialled before an international number. */
  private final Prefix abroad;

  /** What is dialled before a number inside the country. */
  private final Prefix trunk;

  private final String codeDigits;
  private final DigitPattern general;
  private final DigitPattern kinds;
  private final DigitPattern mobile;
  private final @Nullable DigitPattern leading;
  private final long lengths;
  private final long localLengths;
  private final String transform;

  /**
   * Digits before a number: alternatives, tried in order, or a pattern with groups, which is tried
   * only where an automaton says that it will match.
   */
  private record Prefix(
      List<String> literals, @Nullable DigitPattern worth, @Nullable Pattern pattern) {
    static Prefix of(String notation) {
      boolean plain = notation.chars().allMatch(c -> c == '|' || Fold.digit((char) c));
      if (plain) {
        return new Prefix(
            notation.isEmpty() ? List.of() : List.of(notation.split("\\|", -1)), null, null);
      }
      DigitPattern worth = DigitPattern.of(List.of(notation.replace("$", "")));
      return new Prefix(List.of(), worth, Pattern.compile(notation));
    }

    /** How many digits of the number are a literal prefix; 0 = none. */
    int literal(Dialled number) {
      for (String literal : literals) {
        if (startsWith(number, literal)) {
          return literal.length();
        }
      }
      return 0;
    }

    /** The pattern, matched at the start; null where it does not match. */
    @Nullable Matcher matched(Dialled number) {
      if (pattern == null
          || worth == null
          || !worth.begins(number.digits, number.from, number.to)) {
        return null;
      }
      Matcher matcher = pattern.matcher(number.text());
      return matcher.lookingAt() ? matcher : null;
    }
  }

  /** The digits of a number that is being taken apart; the array is never changed. */
  static final class Dialled {
    char[] digits;
    int from;
    int to;

    Dialled(char[] digits, int from, int to) {
      this.digits = digits;
      this.from = from;
      this.to = to;
    }

    void set(char[] digits, int from, int to) {
      this.digits = digits;
      this.from = from;
      this.to = to;
    }

    int length() {
      return to - from;
    }

    String text() {
      return new String(digits, from, to - from);
    }
  }

  PhonePlan(PhoneMetadata data) {
    code = data.getCountryCode();
    codeDigits = Integer.toString(code);
    general = DigitPattern.of(List.of(data.getGeneralDesc().getNationalNumberPattern()));
    kinds =
        DigitPattern.of(
            Stream.of(
                    data.getPremiumRate(),
                    data.getTollFree(),
                    data.getSharedCost(),
                    data.getVoip(),
                    data.getPersonalNumber(),
                    data.getPager(),
                    data.getUan(),
                    data.getVoicemail(),
                    data.getFixedLine(),
                    data.getMobile())
                .filter(desc -> desc != null && !desc.getNationalNumberPattern().isEmpty())
                .map(PhoneNumberDesc::getNationalNumberPattern)
                .toList());
    mobile = DigitPattern.of(List.of(data.getMobile().getNationalNumberPattern()));
    leading = data.hasLeadingDigits() ? DigitPattern.of(List.of(data.getLeadingDigits())) : null;
    lengths = bits(data.getGeneralDesc().getPossibleLengthList());
    localLengths = bits(data.getGeneralDesc().getPossibleLengthLocalOnlyList());
    abroad = Prefix.of(data.getInternationalPrefix());
    trunk = Prefix.of(data.getNationalPrefixForParsing());
    transform = data.getNationalPrefixTransformRule();
  }

  private static long bits(List<Integer> lengths) {
    return lengths.stream().filter(n -> n >= 0).mapToLong(n -> 1L << n).reduce(0, (a, b) -> a | b);
  }

  /** Whether this is a number of the plan, without any prefix. */
  boolean has(Dialled number) {
    return (lengths >>> number.length() & 1) != 0
        && general.matches(number.digits, number.from, number.to)
        && kinds.matches(number.digits, number.from, number.to);
  }

  /** Whether a number of the plan is one of a mobile telephone. */
  boolean mobile(Dialled number) {
    return mobile.matches(number.digits, number.from, number.to);
  }

  /** Of plans that share a code: whether the number belongs to this one, valid or not. */
  boolean owns(Dialled number) {
    return leading != null ? leading.begins(number.digits, number.from, number.to) : has(number);
  }

  /** Takes off what is dialled before an international number; returns whether it was there. */
  boolean dropAbroad(Dialled number) {
    int length = abroad.literal(number);
    Matcher matcher = length > 0 ? null : abroad.matched(number);
    if (matcher != null) {
      length = matcher.end();
    }
    boolean there =
        length > 0 && (number.length() == length || number.digits[number.from + length] != '0');
    number.from += there ? length : 0;
    return there;
  }

  /** Takes off the code that people write without a plus, where that makes a number. */
  boolean dropCode(Dialled number) {
    if (!startsWith(number, codeDigits)) {
      return false;
    }
    char[] whole = number.digits;
    int from = number.from;
    int to = number.to;
    boolean tooLong = to - from > 63 - Long.numberOfLeadingZeros(lengths);
    boolean good = general(number);
    number.from += codeDigits.length();
    strip(number);
    if (tooLong || (!good && general(number))) {
      return true;
    }
    number.set(whole, from, to);
    return false;
  }

  /** Takes off what is dialled before a number inside the country, where that leaves one. */
  void dropPrefix(Dialled number) {
    char[] whole = number.digits;
    int from = number.from;
    int to = number.to;
    strip(number);
    int length = number.length();
    boolean possible =
        length >= Long.numberOfTrailingZeros(lengths)
            && (localLengths >>> length & 1) == 0
            && ((lengths >>> length & 1) != 0 || lengths >>> length == 0);
    if (!possible) {
      number.set(whole, from, to);
    }
  }

  private boolean general(Dialled number) {
    return general.matches(number.digits, number.from, number.to);
  }

  private static boolean startsWith(Dialled number, String digits) {
    if (number.length() < digits.length()) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (number.digits[number.from + i] != digits.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void strip(Dialled number) {
    int length = trunk.literal(number);
    Matcher matcher = length > 0 ? null : trunk.matched(number);
    if (matcher != null) {
      stripped(number, matcher);
    } else if (length > 0) {
      boolean good = general(number);
      number.from += length;
      if (good && !general(number)) {
        number.from -= length;
      }
    }
  }

  private void stripped(Dialled number, Matcher matcher) {
    boolean plain = transform.isEmpty() || matcher.group(matcher.groupCount()) == null;
    String rest = plain ? number.text().substring(matcher.end()) : matcher.replaceFirst(transform);
    Dialled changed = new Dialled(rest.toCharArray(), 0, rest.length());
    if (!general(number) || general(changed)) {
      number.set(changed.digits, 0, changed.to);
    }
  }
}
