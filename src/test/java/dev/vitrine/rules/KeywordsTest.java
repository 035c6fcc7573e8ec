package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The automaton finds what comparing every word at every place finds. */
class KeywordsTest {
  private static final String TRIGGERS = "0:@";

  @Property(tries = 1000)
  void everyWordIsFoundWhereverItStands(
      @ForAll("words") Set<String> words, @ForAll("text") String text) {
    List<String> list = List.copyOf(words);
    Keywords keywords = new Keywords(list, TRIGGERS);
    List<String> found = new ArrayList<>();
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = keywords.step(state, text.charAt(i));
      boolean trigger = TRIGGERS.indexOf(text.charAt(i)) >= 0;
      int[] ending = keywords.ending(state);
      assertThat((state & Keywords.LOOK) != 0).isEqualTo(trigger || ending.length > 0);
      for (int word : ending) {
        assertThat(keywords.length(word)).isEqualTo(list.get(word).length());
        found.add((i + 1) + list.get(word));
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(plain(list, text));
  }

  private static List<String> plain(List<String> words, String text) {
    List<String> found = new ArrayList<>();
    for (int end = 1; end <= text.length(); end++) {
      for (String word : words) {
        int start = end - word.length();
        if (start >= 0 && same(text, start, word)) {
          found.add(end + word);
        }
      }
    }
    return found;
  }

  private static boolean same(String text, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(text.charAt(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Provide
  Arbitrary<Set<String>> words() {
    return Arbitraries.strings()
        .withChars("abc0:éß番号я")
        .ofMinLength(1)
        .ofMaxLength(6)
        .set()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("aAbBcC0:@éÉß番号яЯ \uFFFF").ofMaxLength(200);
  }
}
