package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Words to look for in what people can read of a record: its text, title, site, and the names of
 * elements; without regard to case. Most lines are passed over by their bytes alone.
 */
final class Needle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String lower;
  private final byte[] small;
  private final byte[] capital;
  private final int[] skip = new int[256];
  private final boolean plain;

  /** Words of one character at least. */
  Needle(String words) {
    this.lower = words.toLowerCase(Locale.ROOT);
    this.small = lower.getBytes(StandardCharsets.UTF_8);
    this.capital = lower.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    // In JSON these stand as they are. The long s and the Kelvin sign are "s" and "k" to nobody.
    this.plain = lower.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\');
    Arrays.fill(skip, small.length);
    for (int i = 0; plain && i < small.length - 1; i++) {
      skip[small[i]] = small.length - 1 - i;
      skip[capital[i]] = small.length - 1 - i;
    }
  }

  /** Whether they stand in that line. */
  boolean isIn(byte[] line) {
    return (plain ? occursIn(line) : occursEscaped(line)) && readable(line).anyMatch(this::isIn);
  }

  private boolean isIn(String value) {
    return value.toLowerCase(Locale.ROOT).contains(lower);
  }

  /** Horspool's search over bytes, where each letter may be small or capital. */
  private boolean occursIn(byte[] line) {
    int last = small.length - 1;
    for (int end = last; end < line.length; end += skip[line[end] & 0xff]) {
      int k = last;
      int at = end;
      while (k >= 0 && (line[at] == small[k] || line[at] == capital[k])) {
        k--;
        at--;
      }
      if (k < 0) {
        return true;
      }
    }
    return false;
  }

  /** Quotation marks and backslashes stand escaped in a line. */
  private boolean occursEscaped(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    return text.contains(lower.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static Stream<String> readable(byte[] line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Stream.concat(
              Stream.of("text", "title", "site").map(node::path),
              List.of(node, node.path("from"), node.path("to")).stream()
                  .map(side -> side.path("element").path("name")))
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue);
    } catch (IOException e) {
      return Stream.of(new String(line, StandardCharsets.UTF_8));
    }
  }
}
