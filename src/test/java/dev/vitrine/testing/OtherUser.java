package dev.vitrine.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs under permissions that hold: root may do everything. */
public final class OtherUser {
  private static final String NOBODY = "65534";

  private OtherUser() {}

  /** Whether we are root. */
  public static boolean possible() {
    return Files.isWritable(Path.of("/proc/1/oom_score_adj"));
  }

  /** Makes root the owner of a folder, or that other user. */
  public static void own(Path folder, boolean root) {
    succeed("chown", "-R", root ? "0" : NOBODY, folder.toString());
  }

  /**
   * The command as it is where we are not root; else as another user, who gets the folder and in it
   * copies of the classes.
   */
  public static List<String> command(List<String> command, Path folder) throws IOException {
    if (!possible()) {
      return command;
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> copies = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!part.isEmpty() && Files.exists(Path.of(part))) {
        Path copy = classes.resolve(copies.size() + "-" + Path.of(part).getFileName());
        succeed("cp", "-r", part, copy.toString());
        copies.add(copy.toString());
      }
    }
    own(folder, false);
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    all.addAll(command);
    all.set(all.indexOf("-cp") + 1, String.join(File.pathSeparator, copies));
    return all;
  }

  /** Takes everybody's right to write to the folder and all that is in it, or gives it back. */
  public static void makeReadOnly(Path folder, boolean on) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String mode = Files.isDirectory(path) ? "r?x------" : "r?-------";
        Files.setPosixFilePermissions(
            path, PosixFilePermissions.fromString(mode.replace('?', on ? '-' : 'w')));
      }
    }
  }

  private static void succeed(String... command) {
    if (!JavaProcess.run(command)) {
      throw new AssertionError(command[0] + " failed");
    }
  }
}
