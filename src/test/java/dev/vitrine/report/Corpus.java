package dev.vitrine.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Ordinary text: manual pages, archives of source code, other files of text. */
final class Corpus {
  private static final Pattern PAGE = Pattern.compile(".*/man(?:/([a-z]{2})[^/]*)?/man[^/]*/[^/]+");
  private static final Set<String> CODE =
      Set.of(
          "java", "kt", "py", "c", "h", "cpp", "js", "ts", "go", "rs", "rb", "sh", "xml", "json");

  /** A page that only points to another has no more than this. */
  private static final int SHORTEST = 200;

  private Corpus() {}

  /** Takes a text. */
  interface Texts {
    void add(String source, String kind, String text);
  }

  /** Everything below the paths, in the order of their names. */
  static void read(List<Path> paths, Texts into, PrintStream progress) throws IOException {
    Progress beat = new Progress(progress, "files");
    long count = 0;
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException(path + ": no such file or directory");
      }
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted().toList()) {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            file(path, file, into);
            beat.at(++count);
          }
        }
      }
    }
  }

  private static void file(Path root, Path file, Texts into) throws IOException {
    String name = root.equals(file) ? "" + file.getFileName() : "" + root.relativize(file);
    if (name.endsWith(".jar")) {
      jar(file, into);
      return;
    }
    String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    try (InputStream in = LabelledFiles.open(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher page = PAGE.matcher("/" + bare);
      if (page.matches()) {
        String language = page.group(1) == null ? "en" : page.group(1);
        add(into, name, "prose " + language, Troff.strip(text));
      } else {
        String ending = bare.substring(bare.lastIndexOf('.') + 1);
        add(into, name, CODE.contains(ending) ? "code" : "prose", text);
      }
    }
  }

  private static void jar(Path file, Texts into) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(each -> each.getName().matches(".*\\.(java|kt)"))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          add(into, file.getFileName() + "!" + entry.getName(), "code", text);
        }
      }
    }
  }

  private static void add(Texts into, String source, String kind, String text) {
    if (text.length() >= SHORTEST) {
      into.add(source, kind, text);
    }
  }
}
