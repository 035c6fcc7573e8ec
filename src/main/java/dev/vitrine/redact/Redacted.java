package dev.vitrine.redact;

import dev.vitrine.record.Remark;
import java.util.List;

/**
 * A text with markers in place of what was removed.
 *
 * @param text the redacted text
 * @param spans what was removed, in code points of the input, in order
 * @param remarks where the markers stand in {@code text}, in UTF-16 units; {@code field} is null
 */
public record Redacted(String text, List<Span> spans, List<Remark> remarks) {
  public Redacted {
    spans = List.copyOf(spans);
    remarks = List.copyOf(remarks);
  }

  /** One removed stretch of the input; code points, end exclusive. */
  public record Span(int start, int end, String entity) {}

  @Override
  public String toString() {
    return "Redacted[" + text.length() + " chars, " + spans.size() + " removed]";
  }
}
