package dev.vitrine.report;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Match;
import dev.vitrine.rules.Rule;
import dev.vitrine.rules.Selection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/** Whether a find is a valid instance of its entity, by other code than the engine's. */
final class Validity {
  private final EmailValidator emails = EmailValidator.getInstance(false, false);

  /** Of a hundred examples with a wrong digit, at most so many pass a check of digits. */
  private static final int MOST_PASS = 20;

  private final Set<String> checked = checked();

  /** What can be said without a person. */
  enum Verdict {
    /** Another program takes it for one, or its check digits are right. */
    YES(0),
    /** It has not the form of one. */
    NO(1),
    /** A person has to look. */
    UNKNOWN(2);

    private final int column;

    Verdict(int column) {
      this.column = column;
    }

    /** Where it is counted. */
    int column() {
      return column;
    }
  }

  /**
   * The entities all of whose rules check digits, as found by trying: a check of areas, dates or
   * letters alone lets most numbers with a wrong digit pass, and says nothing about a find.
   */
  private static Set<String> checked() {
    CompiledRules all = Catalogue.builtIn().compile(Selection.everything());
    Map<String, Boolean> checked = new HashMap<>();
    for (Rule rule : Catalogue.builtIn().rules()) {
      checked.merge(
          rule.entity(), !rule.checksum().isEmpty() && checks(all, rule), Boolean::logicalAnd);
    }
    return checked.keySet().stream().filter(checked::get).collect(Collectors.toSet());
  }

  private static boolean checks(CompiledRules all, Rule rule) {
    int tried = 0;
    int passed = 0;
    for (String example : rule.examples()) {
      for (Match match : all.find(example)) {
        for (int i = match.start(); i < match.end(); i++) {
          char c = example.charAt(i);
          if (match.recognizer().equals(rule.id()) && c >= '0' && c <= '9') {
            char other = c == '9' ? '0' : (char) (c + 1);
            String wrong = example.substring(0, i) + other + example.substring(i + 1);
            tried++;
            passed +=
                all.find(wrong).stream().anyMatch(m -> m.recognizer().equals(rule.id())) ? 1 : 0;
          }
        }
      }
    }
    return tried > 0 && passed * 100 <= MOST_PASS * tried;
  }

  /** The verdict on one find. */
  Verdict of(String entity, String found) {
    return switch (entity) {
      case "CREDIT_CARD" -> verdict(card(found));
      case "IBAN_CODE" ->
          verdict(
              IBANValidator.getInstance()
                  .isValid(found.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT)));
      case "EMAIL_ADDRESS" -> emails.isValid(found) ? Verdict.YES : Verdict.UNKNOWN;
      case "IP_ADDRESS" -> verdict(address(found));
      case "MAC_ADDRESS" ->
          verdict(
              found.matches("(?i)([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|([0-9a-f]{4}\\.){2}[0-9a-f]{4}"));
      case "PHONE_NUMBER" ->
          PhoneNumberUtil.getInstance().isPossibleNumber(found, "US")
                  || PhoneNumberUtil.getInstance().isPossibleNumber(found, "DE")
              ? Verdict.UNKNOWN
              : Verdict.NO;
      default -> checked.contains(entity) ? Verdict.YES : Verdict.UNKNOWN;
    };
  }

  private static Verdict verdict(boolean valid) {
    return valid ? Verdict.YES : Verdict.NO;
  }

  private static boolean card(String found) {
    String digits = found.replaceAll("[^0-9]", "");
    return digits.length() >= 12
        && digits.length() <= 19
        && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }

  private static boolean address(String found) {
    InetAddressValidator validator = InetAddressValidator.getInstance();
    String bare = found.replaceFirst("/[0-9]+$", "").replaceFirst("%.*$", "");
    return validator.isValidInet4Address(bare) || validator.isValidInet6Address(bare);
  }
}
