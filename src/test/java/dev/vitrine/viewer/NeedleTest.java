package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Words in lines, against a search that parses and folds everything. */
class NeedleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static byte[] line(String text) throws IOException {
    ObjectNode node = JSON.createObjectNode().put("v", 1).put("kind", "text");
    return JSON.writeValueAsBytes(node.put("app", "Mail").put("text", text));
  }

  private static boolean found(String words, String text) throws IOException {
    byte[] line = line(text);
    return new Needle(words).isIn(line, 0, line.length);
  }

  @Test
  void caseDoesNotMatterInAnyAlphabet() throws Exception {
    assertThat(found("übergröße", "Die ÜBERGRÖẞE fehlt")).isTrue();
    assertThat(found("ПРИВЕТ", "привет, мир")).isTrue();
    assertThat(found("οδος", "ΟΔΟΣ 5")).isTrue();
    assertThat(found("ΟΔΟΣ", "η οδος")).isTrue();
    assertThat(found("istanbul", "İSTANBUL")).isTrue();
    assertThat(found("kelvin", "\u212Aelvin")).isTrue();
    assertThat(found("𐐨", "das 𐐀")).isTrue();
    assertThat(found("日本", "これは日本語")).isTrue();
    assertThat(found("😀", "gut 😀")).isTrue();
    assertThat(found("übergroße", "Übergröße")).isFalse();
  }

  @Test
  void whatIsWrittenWithAnEscapeIsFoundAndAnEscapeIsNoLetter() throws Exception {
    assertThat(found("say \"yes\"", "They SAY \"Yes\".")).isTrue();
    assertThat(found("c:\\temp", "in C:\\Temp\\x")).isTrue();
    assertThat(found("n", "a\nb")).isFalse();
    assertThat(found("t", "a\tb")).isFalse();
    assertThat(found("nb", "a\nb")).isFalse();
    assertThat(found("nb", "a\\nb")).isTrue();
    assertThat(found("u", "a\u0001b")).isFalse();
    assertThat(found("0", "a\u0001b")).isFalse();
    assertThat(found("1", "a\u00011")).isTrue();
    assertThat(found("b", "a\u0001b")).isTrue();
    assertThat(found("a\tb", "A\tB")).isTrue();
  }

  @Test
  void onlyWhatPeopleCanReadIsLookedAt() throws Exception {
    byte[] line =
        """
        {"v":1,"id":"words","session":"words","kind":"drag","app":"words","policy":"words",\
        "from":{"x":1,"element":{"role":"words","name":"First\\"words"}},\
        "to":{"x":1,"element":{"role":"button","name":"Last"}},"title":"","remarks":[]}"""
            .getBytes(StandardCharsets.UTF_8);
    assertThat(new Needle("first").isIn(line, 0, line.length)).isTrue();
    assertThat(new Needle("\"words").isIn(line, 0, line.length)).isTrue();
    assertThat(new Needle("last").isIn(line, 0, line.length)).isTrue();
    assertThat(new Needle("1").isIn(line, 0, line.length)).isFalse();
    assertThat(new Needle("remarks").isIn(line, 0, line.length)).isFalse();
    assertThat(new Needle("button").isIn(line, 0, line.length)).isFalse();
    int end = new String(line, StandardCharsets.US_ASCII).indexOf("First");
    assertThat(new Needle("words").isIn(line, 0, end)).isFalse();
    assertThat(new Needle("words").find(line, 0, line.length)).isPositive();
  }

  @Property(tries = 2000)
  void itFindsWhatASearchThatParsesFinds(
      @ForAll("texts") String text, @ForAll("texts") String title, @ForAll("words") String words)
      throws IOException {
    ObjectNode node = JSON.createObjectNode().put("v", 1).put("id", "abcKS");
    node.put("kind", "click").put("app", text).put("title", title).put("count", 11);
    node.putObject("element").put("role", "a").put("name", text);
    node.putArray("remarks").addObject().put("entity", "S").put("at", 10);
    byte[] line = JSON.writeValueAsBytes(node);
    byte[] among = new byte[line.length + 20];
    System.arraycopy(line, 0, among, 10, line.length);
    assertThat(new Needle(words).isIn(among, 10, 10 + line.length))
        .isEqualTo(parsed(line).stream().anyMatch(each -> folded(each).contains(folded(words))));
  }

  private static List<String> parsed(byte[] line) throws IOException {
    JsonNode node = JSON.readTree(line);
    List<String> all = new ArrayList<>();
    all.add(node.get("title").textValue());
    all.add(node.get("element").get("name").textValue());
    return all;
  }

  private static String folded(String text) {
    StringBuilder folded = new StringBuilder();
    text.codePoints()
        .map(each -> Character.toLowerCase(Character.toUpperCase(each)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  @Provide
  static Arbitrary<String> texts() {
    return some().list().ofMaxSize(30).map(parts -> String.join("", parts));
  }

  @Provide
  static Arbitrary<String> words() {
    return some().list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
  }

  /** Few, so that words are often there and often nearly; of one to four bytes, some escaped. */
  private static Arbitrary<String> some() {
    return Arbitraries.of(
        "a",
        "A",
        "s",
        "S",
        "ſ",
        "k",
        "\u212A",
        "i",
        "İ",
        "ı",
        "ß",
        "ẞ",
        "σ",
        "ς",
        "Σ",
        "п",
        "П",
        "1",
        "0",
        "u",
        "n",
        "t",
        "\"",
        "\\",
        "\n",
        "\t",
        "\u0001",
        "/",
        ":",
        ",",
        "😀",
        "𐐀",
        "𐐨",
        "name",
        "\"title\":");
  }
}
