package dev.vitrine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of text in columns, for a terminal or for Markdown. */
final class Tables {
  private final List<String[]> rows = new ArrayList<>();
  private final String left;

  /** {@code left}: a letter for each column, {@code l} or {@code r}. */
  Tables(String left, String... head) {
    this.left = left;
    rows.add(head);
  }

  Tables row(Object... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = String.valueOf(cells[i]);
    }
    rows.add(row);
    return this;
  }

  /** {@code .985}, {@code 1.000}; a dash where there is nothing to divide by. */
  static String share(double value) {
    return Double.isNaN(value)
        ? "-"
        : String.format(Locale.ROOT, "%.3f", value).replaceFirst("^0\\.", ".");
  }

  /** On one line, cut off after {@code most} characters. */
  static String printable(String text, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < most; i++) {
      char c = text.charAt(i);
      out.append(c == '\n' ? "⏎" : c == '\r' ? "" : c == '\t' ? "⇥" : c < ' ' ? "?" : "" + c);
    }
    return out.append(text.length() > most ? "…" : "").toString();
  }

  /** Aligned, two blanks between columns. */
  String plain() {
    int[] widths = new int[left.length()];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String blanks = " ".repeat(widths[i] - row[i].length());
        line.append(left.charAt(i) == 'l' ? row[i] + blanks : blanks + row[i]).append("  ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /** As a table of Markdown. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      out.append("| ").append(String.join(" | ", rows.get(r))).append(" |\n");
      if (r == 0) {
        for (int i = 0; i < left.length(); i++) {
          out.append(left.charAt(i) == 'l' ? "|---" : "|---:");
        }
        out.append("|\n");
      }
    }
    return out.toString();
  }
}
