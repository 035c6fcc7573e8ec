package dev.vitrine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody whom file permissions bind. They do not bind root: where root runs the tests, this is
 * the user {@code nobody}, who runs copies of the classes; elsewhere it is whoever runs the tests.
 */
public final class OtherUser implements AutoCloseable {
  private static final String NOBODY = "65534";

  private final Path owned;
  private Path classes;

  private OtherUser(Path owned) {
    this.owned = owned;
  }

  /** That folder and all in it belongs to them, from the first command on. */
  public static OtherUser who(Path owned) {
    return new OtherUser(owned);
  }

  /** The command as they run it; it has a class path, {@code -cp}. */
  public List<String> command(List<String> command) throws IOException {
    if (!Files.isWritable(Path.of("/proc/1/oom_score_adj"))) {
      return command;
    }
    classes = Files.createTempDirectory("vitrine-classes");
    List<String> copies = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(":", -1)) {
      Path copy = classes.resolve(copies.size() + "-" + Path.of(part).getFileName());
      if (!part.isEmpty() && Files.exists(Path.of(part))) {
        assertThat(JavaProcess.run("cp", "-r", part, copy.toString())).isTrue();
        copies.add(copy.toString());
      }
    }
    assertThat(JavaProcess.run("chmod", "-R", "a+rX", classes.toString())).isTrue();
    assertThat(JavaProcess.run("chown", "-R", NOBODY, owned.toString())).isTrue();
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    all.addAll(command);
    all.set(all.indexOf("-cp") + 1, String.join(":", copies));
    return all;
  }

  /** Takes from the owner the right to write the folder and all in it, or gives it back. */
  public static void makeReadOnly(Path folder, boolean on) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String mode = Files.isDirectory(path) ? "r?x------" : "r?-------";
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(mode.replace('?', on ? '-' : 'w')));
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (classes == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
