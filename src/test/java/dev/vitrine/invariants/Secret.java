package dev.vitrine.invariants;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Something that must not be recorded. {@code lead} is typed before it and is no part of it; the
 * value has no small letter but a token's prefix.
 */
record Secret(Kind kind, String lead, String value) {
  enum Kind {
    CARD,
    IBAN,
    EMAIL,
    TOKEN,
    PASSWORD,
    NATIONAL_ID,
    DICTIONARY,
    CUSTOM
  }

  private static final String UPPER = "ABCDEFGHJKLMNPRSTUVWXYZ";

  /** A secret of any kind. */
  static Arbitrary<Secret> any() {
    return Arbitraries.of(Kind.class).flatMap(Secret::of);
  }

  /** A secret of that kind. */
  static Arbitrary<Secret> of(Kind kind) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 99_999))
        .as((form, seed) -> make(kind, form, new Random(seed)));
  }

  /** Two of one kind. */
  static Arbitrary<Secret[]> twins() {
    return Arbitraries.of(Kind.class)
        .flatMap(
            kind ->
                Combinators.combine(of(kind), of(kind))
                    .as((one, other) -> new Secret[] {one, other}));
  }

  private static Secret make(Kind kind, int form, Random random) {
    return switch (kind) {
      case CARD -> new Secret(kind, "", card(form, random));
      case IBAN -> new Secret(kind, "", iban(form, random));
      case EMAIL ->
          new Secret(
              kind,
              "",
              "Q7" + signs(UPPER, 1 + form, random) + "@Z3" + signs(UPPER, 4, random) + ".COM");
      case TOKEN -> new Secret(kind, "", "ghp_" + signs(UPPER + "0123456789", 36, random));
      case PASSWORD ->
          new Secret(kind, "password: ", "K" + signs(UPPER + "0123456789", 6 + form, random));
      case NATIONAL_ID ->
          new Secret(
              kind,
              "ssn ",
              String.format(
                  Locale.ROOT,
                  "5%02d-%02d-%04d",
                  random.nextInt(1, 99),
                  random.nextInt(1, 99),
                  random.nextInt(1, 9_999)));
      case DICTIONARY ->
          new Secret(kind, "", form % 2 == 0 ? World.DICTIONARY_WORD : World.OTHER_WORD);
      case CUSTOM -> new Secret(kind, "", "CASE-" + signs("0123456789", 6, random));
    };
  }

  private static String signs(String of, int count, Random random) {
    StringBuilder signs = new StringBuilder();
    for (int i = 0; i < count; i++) {
      signs.append(of.charAt(random.nextInt(of.length())));
    }
    return signs.toString();
  }

  /** ISO/IEC 7812: a network's prefix, an account, Luhn's check digit; in four groupings. */
  private static String card(int form, Random random) {
    String digits = (form % 2 == 0 ? "4" : "5" + (1 + random.nextInt(5)));
    digits += signs("0123456789", 15 - digits.length(), random);
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = digits.charAt(14 - i) - '0';
      int twice = i % 2 == 0 ? 2 * digit : digit;
      sum += twice > 9 ? twice - 9 : twice;
    }
    digits += (10 - sum % 10) % 10;
    String sign = form == 0 ? "" : form == 1 ? " " : form == 2 ? "-" : ".";
    return String.join(
        sign,
        digits.substring(0, 4),
        digits.substring(4, 8),
        digits.substring(8, 12),
        digits.substring(12));
  }

  /** ISO 13616, of Germany: MOD 97-10 over the account with "DE00" behind it. */
  private static String iban(int form, Random random) {
    String account = "37040044" + signs("0123456789", 10, random);
    int rest = new BigInteger(account + "131400").mod(BigInteger.valueOf(97)).intValue();
    String iban = String.format(Locale.ROOT, "DE%02d%s", 98 - rest, account);
    return form % 2 == 0 ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
