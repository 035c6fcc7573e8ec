package dev.vitrine.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * However a text is cut into pieces, and however it arrives, the result is that of the whole.
 * Checked against a deliberate fault: with a margin of 16 characters the property fails.
 */
class TextPiecesTest {
  private static final int MARGIN = 2200;

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> part =
        Arbitraries.of(
            "the quick brown fox ",
            "4111 1111 1111 1111",
            "4111111111111111",
            "4111 1111\n",
            "1111 1111 ",
            "bob@example.com",
            "password: hunter2\n",
            "Password:\n",
            "token=aB3xY9kLm2",
            " 10.1.2.3 ",
            "-----BEGIN PRIVATE KEY-----\nMIIEAAAA\n-----END PRIVATE KEY-----",
            "ssn 536904399",
            "ünïcode 😀",
            "\uD83D",
            "\n",
            " ",
            "x");
    return Combinators.combine(
            part, part.list().ofMinSize(1).ofMaxSize(12), Arbitraries.integers().between(1, 400))
        .as((first, parts, times) -> (first + String.join("", parts)).repeat(times));
  }

  @Property(tries = 300)
  void anyCuttingGivesWhatTheWholeGives(
      @ForAll("texts") String text, @ForAll("sizes") int block, @ForAll("sizes") int chunk)
      throws IOException {
    Collected pieces = new Collected();
    TextPieces redactor = new TextPieces(Script.ALL, block, MARGIN, MARGIN, 1_000_000, pieces);
    char[] chars = text.toCharArray();
    for (int p = 0; p < chars.length; p += chunk) {
      redactor.append(chars, p, Math.min(chars.length, p + chunk));
    }
    redactor.finish();
    Redacted whole = new TextRedactor(Script.ALL).redact(text);
    assertThat(pieces.text).hasToString(whole.text());
    assertThat(pieces.spans).isEqualTo(whole.spans());
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.integers().between(1, 5000);
  }

  private static final class Collected implements TextPieces.Sink {
    private final StringBuilder text = new StringBuilder();
    private final List<Redacted.Span> spans = new ArrayList<>();
    private long points;

    @Override
    public void kept(CharSequence from, int start, int end) {
      text.append(from, start, end);
      points += Character.codePointCount(from, start, end);
    }

    @Override
    public void removed(String entity, long length) {
      text.append('⟦').append(entity).append('⟧');
      spans.add(new Redacted.Span((int) points, (int) (points + length), entity));
      points += length;
    }
  }
}
