package dev.vitrine.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a text in every file below a directory, in UTF-8 and UTF-16. */
public final class Residue {
  private Residue() {}

  /** The files that hold it. */
  public static List<Path> in(Path directory, String text) throws IOException {
    List<Path> found = new ArrayList<>();
    List<String> needles =
        Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
            .map(charset -> new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))
            .toList();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (needles.stream().anyMatch(bytes::contains)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
