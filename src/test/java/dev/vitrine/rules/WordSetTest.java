package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSetTest {
  private static boolean has(WordSet set, String text) {
    return set.has(text.toCharArray(), 0, text.length());
  }

  @Test
  void aWordIsFoundInAnyCaseAndOnlyWhole() {
    WordSet set = new WordSet(List.of("Straße", "id"));
    assertThat(has(set, "STRAßE")).isTrue();
    assertThat(has(set, "Id")).isTrue();
    assertThat(has(set, "ids")).isFalse();
    assertThat(has(set, "i")).isFalse();
    assertThat(set.has("my id is".toCharArray(), 3, 5)).isTrue();
    assertThat(set.has("my id".toCharArray(), 3, 3)).isFalse();
  }

  @Test
  void aWordThatBeginsAsAnotherTakesNoPlaceFromIt() {
    List<String> words = new ArrayList<>();
    for (char c = 'a'; c <= 'z'; c++) {
      for (int length = 1; length <= 12; length++) {
        words.add(String.valueOf(c).repeat(length));
      }
    }
    WordSet set = new WordSet(words);
    assertThat(words).allSatisfy(word -> assertThat(has(set, word)).isTrue());
  }
}
