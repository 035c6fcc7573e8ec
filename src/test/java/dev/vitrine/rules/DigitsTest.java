package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a run of digits notes while it is read is what a look at the text says. */
class DigitsTest {
  private static final ContextWords NO_WORDS = new ContextWords.Builder().build();

  @Property(tries = 1000)
  void signsAndGroupsAreThoseOfTheText(@ForAll("text") String text) {
    char[] f = ("7" + text).toCharArray();
    Digits digits = new Digits();
    digits.read(new Scan(f, f, List.of(), List.of(), NO_WORDS), 0);
    for (int from = 0; from < digits.count; from++) {
      int kind = 0;
      boolean uniform = true;
      boolean broken = false;
      for (int i = from + 1; i < Math.min(digits.count, from + 25); i++) {
        String between = new String(f, digits.at[i - 1] + 1, digits.at[i] - digits.at[i - 1] - 1);
        int sign = digits.signBetween(i);
        assertThat(sign).isEqualTo(plainSign(between));
        assertThat(digits.groupStart(i)).isEqualTo(!between.replace("\u200b", "").isEmpty());
        uniform &= sign >= 0 && (sign == 0 || kind == 0 || sign == kind);
        kind = sign == 0 ? kind : sign;
        broken |= between.contains("\n") || between.contains("\t");
        assertThat(digits.uniform(from, i)).isEqualTo(uniform);
        assertThat(digits.broken(from, i)).isEqualTo(broken);
      }
    }
  }

  /** A blank beside another sign and a line's end do not count; -1 = several kinds. */
  private static int plainSign(String between) {
    String signs = between.replace("\n", "").replace("\u200b", "").replace('\t', ' ');
    List<Integer> others = signs.chars().filter(c -> c != ' ').distinct().boxed().toList();
    return others.size() > 1 ? -1 : others.size() == 1 ? others.get(0) : signs.isEmpty() ? 0 : ' ';
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("0123 0123-./\n\t\u200b").ofMaxLength(120);
  }
}
