package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read once for all places is what reading it anew at each place gives. */
class NumberTextTest {
  private static final ContextWords NO_WORDS = new ContextWords.Builder().build();

  private static final long ALL = -1;

  private static final List<Shape> SHAPES =
      Stream.of(
              "[0-9]{1,4}",
              "[0-9]{2,6} ?[0-9]{0,6}",
              "[0-9]{1,2}[ -]?[A-Z]{1,3}[0-9]?",
              "[A-Z]{0,3}-?[0-9]{1,9}[A-Z]?",
              "[0-9]{1,3}[(][0-9]{2,3}[)][0-9]{0,4}")
          .map(Shape::parse)
          .toList();

  @Property(tries = 1000)
  void aNumberIsTheSameWhereverTheReadingBegan(@ForAll("text") String text) {
    char[] folded = text.toCharArray();
    Scan scan = new Scan(folded, folded, List.of(), List.of(), NO_WORDS);
    NumberText read = new NumberText(scan.n);
    for (int start = 0; start < text.length(); start++) {
      if (Fold.ascii(folded[start])) {
        NumberText anew = new NumberText(scan.n);
        anew.begin(scan, start);
        read.begin(scan, start);
        assertThat(describe(read)).isEqualTo(describe(anew));
        assertThat(read.count()).isEqualTo(plainCount(folded, start));
      }
    }
  }

  @Property(tries = 1000)
  void oneWalkOverAShapeFindsEveryLengthThatFits(@ForAll("text") String text) {
    char[] folded = text.toCharArray();
    Scan scan = new Scan(folded, folded, List.of(), List.of(), NO_WORDS);
    NumberText number = new NumberText(scan.n);
    for (int start = 0; start < text.length(); start++) {
      if (Fold.ascii(folded[start])) {
        number.begin(scan, start);
        for (Shape shape : SHAPES) {
          assertThat(number.lengths(shape, ALL)).isEqualTo(plainLengths(number, folded, shape));
        }
      }
    }
  }

  private static long plainLengths(NumberText number, char[] f, Shape shape) {
    long lengths = 0;
    for (int length = 1; length <= number.count(); length++) {
      char[] printed = new char[number.stop(length)];
      for (int i = 0; i < printed.length; i++) {
        printed[i] = Character.toUpperCase(f[number.origin(i)]);
      }
      lengths |= shape.match(printed, 0, printed.length) == printed.length ? 1L << length : 0;
    }
    return lengths;
  }

  private static String describe(NumberText text) {
    StringBuilder out = new StringBuilder();
    out.append(text.bare(), 0, text.count());
    out.append(' ').append(text.group()).append((int) text.firstSign());
    for (int length = 1; length <= text.count(); length++) {
      int stop = text.stop(length);
      out.append(' ').append(stop).append((text.ends() >>> length & 1) != 0 ? '!' : '.');
      out.append(text.origin(stop - 1));
    }
    return out.toString();
  }

  private static int plainCount(char[] f, int start) {
    int count = 0;
    boolean open = false;
    for (int p = start; p < f.length && count < NumberText.LONGEST; p++) {
      char c = f[p];
      if (Fold.ascii(c)) {
        count++;
      } else if (NumberText.sign(c) != 0 && p + 1 < f.length && Fold.ascii(f[p + 1])) {
        open |= c == '(';
      } else if (c == ')' && open) {
        open = false;
      } else if (c != Fold.INVISIBLE) {
        break;
      }
    }
    return count;
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.of("1", "23", "456", "a", "Bc", " ", "-", "(", ")", "/", "@", "\u200b", "_")
        .list()
        .ofMinSize(1)
        .ofMaxSize(400)
        .map(parts -> String.join("", parts));
  }
}
