package dev.vitrine.invariants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.agent.InMemoryReplay.Outcome;
import dev.vitrine.redact.RedactStream;
import dev.vitrine.redact.TextRedactor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Invariants 4, 11 and 15: whole texts, titles and names. */
class TextInvariantsTest extends Invariants {
  private static final Pattern MARKER = Pattern.compile("⟦([^⟧]*)⟧");

  private static final List<String> PIECES =
      List.of(
          "password: ",
          "⟦CREDIT_CARD⟧",
          "⟦",
          "⟧",
          " ",
          "\n",
          "10.0.0.1",
          "secret=",
          "x",
          "7",
          "+49 30 901820",
          "tel ",
          "ssn ",
          "536904399",
          "-----BEGIN RSA PRIVATE KEY-----",
          "-----END RSA PRIVATE KEY-----\n",
          "ghp_",
          "abcdef0123",
          "://u:p@h",
          "\uD83D\uDE00",
          ":",
          "\"",
          "PIN 1234",
          "-",
          ".",
          "meadow ",
          "ünïcode");

  /** Texts full of finds, of halves of them, and of what may be taken for a marker. */
  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.oneOf(
            Arbitraries.of(PIECES),
            Secret.any().map(secret -> secret.lead() + secret.value()),
            Arbitraries.strings().ofMaxLength(6))
        .list()
        .ofMaxSize(30);
  }

  /** Invariant 15. Seen to fail when markers in a text were searched like words. */
  @Property
  void redactingTwiceIsRedactingOnce(@ForAll("pieces") List<String> pieces) {
    TextRedactor redactor = new TextRedactor(World.RULES);
    String once = redactor.redact(String.join("", pieces)).text();
    assertThat(redactor.redact(once).text()).isEqualTo(once);
  }

  /** Invariant 15, and that no text makes it fail. */
  @Property
  void noTextMakesItFail(@ForAll @StringLength(max = 400) String text) {
    TextRedactor redactor = new TextRedactor(World.RULES);
    String once = redactor.redact(text).text();
    assertThat(redactor.redact(once).text()).isEqualTo(once);
  }

  /** Gives its bytes in portions of any size. */
  private static final class Portions extends InputStream {
    private final ByteArrayInputStream whole;
    private final Random random;

    Portions(byte[] bytes, long seed) {
      whole = new ByteArrayInputStream(bytes);
      random = new Random(seed);
    }

    @Override
    public int read() {
      return whole.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return whole.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
    }

    @Override
    public int available() {
      return random.nextInt(3) == 0 ? 0 : Math.min(whole.available(), 1);
    }
  }

  /** Invariant 4. Seen to fail when each portion was finished by itself. */
  @Property
  void anySplitOfTheInputGivesTheSameAsTheWhole(
      @ForAll("pieces") List<String> pieces, @ForAll @IntRange(min = 0, max = 9_999) int seed)
      throws IOException {
    String text = new String(String.join("", pieces).getBytes(UTF_8), UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RedactStream(World.RULES).plain(new Portions(text.getBytes(UTF_8), seed), out);
    assertThat(out.toString(UTF_8)).isEqualTo(new TextRedactor(World.RULES).redact(text).text());
  }

  /** Invariant 11. Seen to fail when titles, and when names, were recorded as they were. */
  @Property
  void titlesAndNamesAreRedactedAndTellNothingOfWhatWasThere(
      @ForAll("twins") Secret[] twins, @ForAll("work") List<Step> after) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Secret secret : twins) {
      Person person = new Person(7);
      String title = "letter " + secret.lead() + secret.value();
      person.lines().window(Person.EDITOR, "/usr/bin/mousepad", title, 0);
      String name = "name " + secret.lead() + secret.value();
      person.pause(300).lines().focus(Person.EDITOR, "named", name, false, 15);
      person.pause(400).word("meadow");
      play(person, after);
      outcomes.add(World.run(person));
    }
    assertThat(outcomes.get(1).seen()).isEqualTo(outcomes.get(0).seen());
    World.assertNoSecret(outcomes.get(0));
    assertThat(outcomes.get(0).lines()).anyMatch(line -> line.contains("letter "));
    for (String line : outcomes.get(0).lines()) {
      for (Matcher marker = MARKER.matcher(line); marker.find(); ) {
        assertThat(marker.group(1)).matches("[A-Z_]+|CUSTOM:case");
      }
    }
  }
}
