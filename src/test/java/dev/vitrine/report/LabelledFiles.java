package dev.vitrine.report;

import dev.vitrine.testing.LabelledText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads files of labelled texts, one JSON object a line. */
final class LabelledFiles {
  private LabelledFiles() {}

  /** A file, gzipped where its name ends in {@code .gz}; empty lines are passed over. */
  static void read(Path file, Evaluation into, PrintStream progress) throws IOException {
    Progress beat = new Progress(progress, "cases of " + file.getFileName());
    int number = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          into.add(LabelledText.ofSet(file.getFileName() + ":" + number, line));
        }
        beat.at(number);
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file", e);
    }
  }

  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
