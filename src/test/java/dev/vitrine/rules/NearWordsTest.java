package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Words near a place, looked for in blocks and in any order, are those that stand there. */
class NearWordsTest {
  private static final List<List<String>> SETS =
      List.of(List.of("tax id", "pin"), List.of("id", "番号"), List.of("kennung", "taxid no"));

  private final ContextWords words;

  NearWordsTest() {
    ContextWords.Builder builder = new ContextWords.Builder();
    SETS.forEach(builder::add);
    words = builder.build();
  }

  @Property(tries = 500)
  void askedInAnyOrderTheyAreThoseThatStandThere(@ForAll("text") String text, @ForAll long seed) {
    char[] folded = text.toCharArray();
    Scan scan = new Scan(folded, folded, List.of(), List.of(), words);
    NearWords near = new NearWords(scan, words);
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      int set = random.nextInt(SETS.size());
      int first = random.nextInt(text.length() + 40) - 40;
      int limit = Math.min(text.length(), first + random.nextInt(150)) + random.nextInt(2) * 20;
      assertThat(near.any(set, first, limit)).isEqualTo(any(scan, set, first, limit));
      int end = Math.max(0, Math.min(text.length(), limit));
      assertThat(near.last(set, first, end)).isEqualTo(last(scan, set, first, end));
    }
  }

  private static boolean any(Scan scan, int set, int first, int limit) {
    for (int start = Math.max(0, first); start < Math.min(limit, scan.n); start++) {
      if (longestAt(scan, set, start, scan.n) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Where the word begins that ends last; of those that end there, the longest. */
  private static int last(Scan scan, int set, int first, int limit) {
    int best = -1;
    int bestEnd = -1;
    for (int start = Math.max(0, first); start < limit; start++) {
      int end = longestAt(scan, set, start, limit);
      if (end > bestEnd) {
        best = start;
        bestEnd = end;
      }
    }
    return best;
  }

  private static int longestAt(Scan scan, int set, int start, int limit) {
    int longest = -1;
    for (String word : SETS.get(set)) {
      for (String way : ContextWords.ways(word)) {
        int end = start + way.length();
        if (end <= limit && stands(scan, start, way)) {
          longest = Math.max(longest, end);
        }
      }
    }
    return longest;
  }

  private static boolean stands(Scan scan, int start, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(scan.f[start + i]) != word.charAt(i)) {
        return false;
      }
    }
    int end = start + word.length();
    boolean plural = end < scan.n && scan.f[end] == 's' && scan.endsWord(end + 1);
    boolean unspaced = word.charAt(0) >= NumberText.UNSPACED;
    return unspaced || (scan.startsWord(start) && (scan.endsWord(end) || plural));
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.of(
            "tax id",
            "Tax-ID",
            "taxids",
            "PIN",
            "pins",
            "pinned",
            "番号",
            "Kennung",
            "taxid_no",
            " ",
            " ",
            "1",
            ",",
            "some more words that are none of them ")
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }
}
