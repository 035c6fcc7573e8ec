package dev.vitrine.report;

import java.util.Map;
import java.util.Set;

/** The prose of a manual page, without most of its markup (groff_man(7), groff_char(7)). */
final class Troff {
  private static final Map<String, String> CHARACTERS =
      Map.ofEntries(
          Map.entry("aq", "'"),
          Map.entry("dq", "\""),
          Map.entry("oq", "‘"),
          Map.entry("cq", "’"),
          Map.entry("lq", "“"),
          Map.entry("rq", "”"),
          Map.entry("em", "—"),
          Map.entry("en", "–"),
          Map.entry("hy", "-"),
          Map.entry("mi", "-"),
          Map.entry("ti", "~"),
          Map.entry("ha", "^"),
          Map.entry("ga", "`"),
          Map.entry("at", "@"),
          Map.entry("rs", "\\"),
          Map.entry("co", "©"),
          Map.entry("bu", "•"),
          Map.entry("ua", "↑"));

  /** Requests whose arguments are text. */
  private static final Set<String> WITH_TEXT =
      Set.of(
          "SH", "SS", "B", "I", "BR", "RB", "BI", "IB", "RI", "IR", "SM", "SB", "TP", "IP", "TH",
          "UR", "MT", "Nm", "Nd", "Sh", "Ss", "Fl", "Ar", "Cm", "Pa", "Xr", "It", "Op", "Em", "Li");

  private Troff() {}

  static String strip(String page) {
    StringBuilder out = new StringBuilder(page.length());
    for (String line : page.split("\n", -1)) {
      if (line.startsWith(".") || line.startsWith("'")) {
        request(line, out);
      } else {
        text(line, out);
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static void request(String line, StringBuilder out) {
    int p = 1;
    while (p < line.length() && line.charAt(p) > ' ' && line.charAt(p) != '\\') {
      p++;
    }
    String name = line.substring(1, p);
    if (!WITH_TEXT.contains(name)) {
      return;
    }
    boolean alternating = name.length() == 2 && name.chars().allMatch(c -> "BIR".indexOf(c) >= 0);
    boolean quoted = false;
    StringBuilder arguments = new StringBuilder();
    for (char c : line.substring(p).strip().toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c != ' ' || quoted || !alternating) {
        arguments.append(c);
      }
    }
    text(arguments.toString(), out);
    out.append('\n');
  }

  private static void text(String line, StringBuilder out) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\' || i + 1 == line.length()) {
        out.append(c);
      } else {
        i = escape(line, i + 1, out);
      }
    }
  }

  /** Handles the escape whose letter is at {@code at}; returns the place of its last character. */
  private static int escape(String line, int at, StringBuilder out) {
    char c = line.charAt(at);
    switch (c) {
      case '-' -> out.append('-');
      case 'e' -> out.append('\\');
      case ' ', '~', '0' -> out.append(' ');
      case '"', '#' -> {
        return line.length();
      }
      case '(', '[' -> {
        int end = name(line, at);
        out.append(
            CHARACTERS.getOrDefault(
                line.substring(at + 1, Math.max(at + 1, c == '[' ? end : end + 1)), " "));
        return end;
      }
      case 'f', '*', 'm', 'n', 's', 'F', 'M' -> {
        int next = Math.min(at + 1, line.length() - 1);
        boolean sign = c == 's' && "+-".indexOf(line.charAt(next)) >= 0;
        return name(line, sign ? Math.min(next + 1, line.length() - 1) : next);
      }
      default -> {
        return at;
      }
    }
    return at;
  }

  /** The last character of a name of one sign, {@code (xx} or {@code [xxx]}. */
  private static int name(String line, int at) {
    char c = line.charAt(at);
    int end = c == '(' ? at + 2 : c == '[' ? line.indexOf(']', at) : at;
    return end < 0 ? line.length() - 1 : Math.min(end, line.length() - 1);
  }
}
