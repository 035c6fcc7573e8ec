package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledRulesTest {
  private static final CompiledRules ALL = Catalogue.builtIn().compile(Selection.everything());

  private static CompiledRules with(List<Selection.Custom> custom, List<String> dictionary) {
    return Catalogue.builtIn()
        .compile(new Selection(List.of("all"), List.of(), List.of("all"), custom, dictionary));
  }

  private static List<String> entities(CompiledRules rules, String text) {
    return rules.find(text).stream().map(Match::entity).toList();
  }

  @Test
  void aCustomPatternThatNeedsAWordIsFoundOnlyNearOne() {
    CompiledRules rules =
        with(
            List.of(
                new Selection.Custom(
                    "badge", Pattern.compile("E-[0-9]{6}"), List.of("employee", "badge"))),
            List.of());
    assertThat(entities(rules, "Employee no. E-123456")).containsExactly("CUSTOM:badge");
    assertThat(entities(rules, "part E-123456")).isEmpty();
    assertThat(entities(rules, "employee" + " x".repeat(60) + " E-123456")).isEmpty();
  }

  @Test
  void howLongASecretIsDoesNotDecideWhetherAWordIsNear() {
    CompiledRules rules =
        with(
            List.of(
                new Selection.Custom("badge", Pattern.compile("E-[0-9]{6}"), List.of("employee"))),
            List.of());
    String secret = "-----BEGIN PRIVATE KEY-----\nMIIE" + "A".repeat(4000);
    String key = secret + "\n-----END PRIVATE KEY-----";
    assertThat(entities(rules, "employee " + key + " E-123456"))
        .containsExactly("PRIVATE_KEY", "CUSTOM:badge");
  }

  @Test
  void aWordInsideSomethingRemovedIsNoLabelOfWhatFollows() {
    String number = "\" 44051401359 etc";
    assertThat(entities(ALL, "PESEL" + number)).containsExactly("PL_PESEL");
    for (int length : new int[] {0, 30, 300, 450, 480, 700, 900}) {
      for (String first : List.of("bob@x.example", "bob.at.example", "4111 1111 1111 1111")) {
        String secret = "password=\"" + first + " x".repeat(length / 2) + " ";
        assertThat(entities(ALL, secret + "PESEL" + number))
            .as("%s and %d characters", first, length)
            .isEqualTo(entities(ALL, secret + "Preis" + number))
            .containsExactly("PASSWORD");
      }
    }
  }

  @Test
  void aWordInsideACustomFindIsNoLabelOfWhatFollows() {
    CompiledRules rules =
        with(
            List.of(new Selection.Custom("note", Pattern.compile("<[^>]*>"), List.of())),
            List.of());
    assertThat(entities(rules, "<my PESEL> 44051401359 etc")).containsExactly("CUSTOM:note");
    assertThat(entities(rules, "<my house> 44051401359 etc")).containsExactly("CUSTOM:note");
    assertThat(entities(rules, "<house> PESEL 44051401359"))
        .containsExactly("CUSTOM:note", "PL_PESEL");
  }

  @Test
  void dictionaryWordsAreFoundWholeInAnyCase() {
    CompiledRules rules = with(List.of(), List.of("Project Nightingale"));
    assertThat(rules.find("the PROJECT nightingale memo"))
        .containsExactly(new Match(4, 23, "DICTIONARY", "dictionary"));
    assertThat(rules.find("project nightingales")).isEmpty();
  }

  @Test
  void digitsOfOtherScriptsAndWidthsCount() {
    assertThat(entities(ALL, "４１１１ １１１１ １１１１ １１１１")).containsExactly("CREDIT_CARD");
    assertThat(entities(ALL, "٤١١١١١١١١١١١١١١١")).containsExactly("CREDIT_CARD");
    assertThat(entities(ALL, "41\u200B11111111111111")).containsExactly("CREDIT_CARD");
  }

  @Test
  void markersNeverMatchAndNothingMatchesAcrossThem() {
    assertThat(ALL.find("⟦CREDIT_CARD⟧ password: ⟦PASSWORD⟧")).isEmpty();
    assertThat(ALL.find("4111 1111 ⟦JWT⟧ 1111 1111")).isEmpty();
    assertThat(entities(ALL, "⟦4111111111111111⟧")).containsExactly("CREDIT_CARD");
  }

  @Test
  void overlappingFindsAreOneNamedAfterTheLongest() {
    assertThat(entities(ALL, "password: my card 4111 1111 1111 1111 ok"))
        .containsExactly("PASSWORD");
  }

  @Test
  void aNumberMayBeginOrEndAtAJoint() {
    String joined = "room 124111111111111111";
    assertThat(ALL.find(joined)).isEmpty();
    assertThat(ALL.find(joined, List.of(new Joint(7, Joint.Kind.BREAK))))
        .extracting(Match::start)
        .containsExactly(7);
  }

  @Test
  void onlyCountriesThatThePolicyNamesMayLeaveTheirNumbersUnlabelled() {
    CompiledRules american =
        Catalogue.builtIn()
            .compile(new Selection(List.of("all"), List.of(), List.of("US"), List.of(), List.of()));
    assertThat(entities(american, "ref 536904399 shipped")).containsExactly("US_SSN");
    assertThat(entities(ALL, "ref 536904399 shipped")).isEmpty();
    assertThat(entities(ALL, "ssn 536904399")).containsExactly("US_SSN");
  }

  /** 300,000 characters of each; a rule that is quadratic in any of them does not end in time. */
  @ParameterizedTest
  @Timeout(30)
  @ValueSource(
      strings = {
        "4",
        "4 ",
        "41-",
        "password:",
        "password ",
        "secret=\"",
        "@",
        "a@",
        "a@b.",
        "bc1",
        "0x",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN1 ",
        "born ",
        "born 12.3.1984 ",
        "12 march ",
        "account number is ",
        "account number no no no no no no no 1",
        "bic ",
        "/home/",
        "\\users\\",
        "52.520,",
        "52° 31' ",
        "sk-",
        "sk-proj-",
        "glpat-",
        "xoxb-",
        "eyJ",
        "eyJ.",
        "-----BEGIN PRIVATE KEY-----",
        "://a:",
        "1.",
        "1:",
        "a:b:",
        "DE89 ",
        "+49 ",
        "(415) ",
        "415-555-0132 ",
        "tel 1234567 ",
        "⟦",
        "AKIA",
        "1234567 ssn ",
        "Bearer ",
        "\n",
        "𝟜",
        "token>",
        "password=password=",
        "password=(",
        "password=a(",
        "password: a b password ",
        "password: password ",
        "password is x ",
        "passphrase is a ",
        "hunter2 is my password ",
        "auth=",
        "sig=",
        "ghp_ghp_",
        "eyJ-",
        "ZXlK",
        "://u:p://",
        "-----BEGIN ",
        "curl -u ",
        "mysql curl ",
        "net user a ",
        "echo a | sudo -S ",
        "authorization: digest ",
        "cookie: a=",
        "server=pwd=",
        "server=a;pwd=(",
        "kind: Secret data: ",
        "a1B2c3D4",
        "twilio=",
        ":5432:",
        "$6$"
      })
  void hostileTextIsSearchedInLinearTimeAndWithoutFailing(String piece) {
    assertThat(ALL.find(piece.repeat(300_000 / piece.length()))).isNotNull();
  }

  @Test
  void aTextInWhichEachFindRevealsTheNextIsEmptiedAndNotRefused() {
    String text = "password=\"\\\"".repeat(500);
    List<Match> matches = ALL.find("before\n" + text + "\nafter");
    assertThat(matches).isNotEmpty();
    assertThat(matches.get(matches.size() - 1).end()).isLessThanOrEqualTo(7 + text.length());
  }
}
