package dev.vitrine.durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a receiver's files hold. */
final class Received {
  private static final Pattern ID = Pattern.compile("\"record\":\\{.*?\"id\":\"([^\"]+)\"");

  private Received() {}

  /** The records' ids, in order of arrival. */
  static List<String> ids(Path receiver) {
    List<String> ids = new ArrayList<>();
    each(receiver, ids::add);
    return ids;
  }

  /** Tells each record's id, line by line. */
  static void each(Path receiver, Consumer<String> sink) {
    try (Stream<Path> files = Files.list(receiver)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("records-")).sorted().toList()) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = ID.matcher(line);
            if (!matcher.find()) {
              throw new AssertionError("a line without a record in " + file);
            }
            sink.accept(matcher.group(1));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
