package dev.vitrine.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Programs known by name, one pattern a line in a resource: {@code *} at either end stands for
 * anything, {@code #} begins a comment. Compared in lower case, without {@code .exe}; a macOS
 * bundle identifier is compared as a whole.
 */
final class KnownPrograms {
  /** Programs that run whatever they are given: a rule for one would let anything in. */
  static final KnownPrograms INTERPRETERS = new KnownPrograms("interpreters.txt");

  /** Browsers: a rule for one needs sites. */
  static final KnownPrograms BROWSERS = new KnownPrograms("browsers.txt");

  private final List<String> patterns;

  private KnownPrograms(String resource) {
    try (InputStream in = KnownPrograms.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      patterns =
          reader
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the last part of a path, or a bundle identifier, is one of them. */
  boolean contains(String pathOrBundle) {
    String path = pathOrBundle.toLowerCase(Locale.ROOT);
    String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String name = file.endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
    return patterns.stream().anyMatch(pattern -> fits(pattern, name));
  }

  private static boolean fits(String pattern, String name) {
    boolean open = pattern.startsWith("*");
    boolean openEnd = pattern.endsWith("*");
    String fixed = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
    if (open && openEnd) {
      return name.contains(fixed);
    }
    return open ? name.endsWith(fixed) : openEnd ? name.startsWith(fixed) : name.equals(fixed);
  }
}
