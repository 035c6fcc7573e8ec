package dev.vitrine.rules;

import java.util.List;

/** E-mail addresses (RFC 5321, 5322 in their usual form; internationalised ones too, RFC 6531). */
final class EmailDetector implements Detector {
  private static final int LOCAL = 64;
  private static final int DOMAIN = 253;

  /**
   * Endings of files and of units of systemd that are no top-level domains (IANA root zone): {@code
   * icon@2x.png}, {@code user@1000.service}.
   */
  private static final WordSet FILES =
      new WordSet(
          List.of(
              "png",
              "jpg",
              "jpeg",
              "gif",
              "svg",
              "webp",
              "ico",
              "bmp",
              "html",
              "htm",
              "css",
              "js",
              "mjs",
              "cjs",
              "jsx",
              "tsx",
              "json",
              "xml",
              "yml",
              "yaml",
              "toml",
              "ini",
              "conf",
              "cfg",
              "txt",
              "csv",
              "pdf",
              "docx",
              "xlsx",
              "java",
              "jar",
              "exe",
              "dll",
              "tar",
              "gz",
              "tgz",
              "xz",
              "bz2",
              "service",
              "socket",
              "slice",
              "scope",
              "mount",
              "automount",
              "timer",
              "journal"));

  private final Rule rule;

  EmailDetector(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void look(Scan scan, int at, int end) {
    if (scan.credentialsEnd == at) {
      return;
    }
    int start = local(scan, at);
    if (start == at) {
      return;
    }
    int stop = domain(scan, end);
    if (stop > 0) {
      scan.add(start, stop, rule);
    }
  }

  private static int local(Scan scan, int at) {
    int least = Math.max(0, at - LOCAL);
    int start = at;
    if (at > 1 && scan.f[at - 1] == '"') {
      for (int i = at - 2; i >= least && !Fold.lineEnd(scan.f[i]); i--) {
        if (scan.f[i] == '"') {
          return i;
        }
      }
      return at;
    }
    while (start > least && localPart(scan.f[start - 1])) {
      start--;
    }
    while (start < at && !Fold.alnum(scan.f[start]) && scan.f[start] != '_') {
      start++;
    }
    return start;
  }

  private static boolean localPart(char c) {
    return Fold.alnum(c) || "._%+-'".indexOf(c) >= 0;
  }

  private static int domain(Scan scan, int from) {
    int limit = Math.min(scan.n, from + DOMAIN);
    int p = from;
    int lastDot = -1;
    int good = -1;
    boolean topLetters = false;
    for (; p < limit; p++) {
      char c = scan.f[p];
      if (c == '.' && p > from && Fold.alnum(scan.f[p - 1])) {
        lastDot = p;
        topLetters = Fold.letter(scan.at(p + 1));
      } else if (c == '-' && p > from && scan.f[p - 1] != '.') {
        continue;
      } else if (!Fold.alnum(c)) {
        break;
      }
      if (lastDot > 0 && topLetters && p - lastDot >= 2 && Fold.alnum(c)) {
        good = p + 1;
      } else if (lastDot == p && good > 0 && !Fold.letter(scan.at(p + 1))) {
        break;
      }
    }
    int dot = good - 1;
    while (dot > from && scan.f[dot] != '.') {
      dot--;
    }
    return good > 0 && FILES.has(scan.f, dot + 1, good) ? domainOfFile(scan, from, dot) : good;
  }

  /** What is left of a file's name without its ending, if that is a domain: {@code x@y.org.pdf}. */
  private static int domainOfFile(Scan scan, int from, int end) {
    int dot = end - 1;
    while (dot > from && scan.f[dot] != '.') {
      dot--;
    }
    return dot > from && end - dot > 2 && Fold.letter(scan.f[dot + 1]) ? end : -1;
  }
}
