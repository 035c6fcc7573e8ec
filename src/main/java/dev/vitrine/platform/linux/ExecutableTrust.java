package dev.vitrine.platform.linux;

import dev.vitrine.event.AppIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the path of a running executable says what it is.
 *
 * <p>It does not where this user could have put another program there: the file or a folder on the
 * way to it is writable by group or others (sticky folders excepted) or, for a user other than
 * root, belongs to this user; nor where the file that runs is not the one at that path any more, or
 * is so only in another file system namespace.
 */
final class ExecutableTrust {
  private static final int GROUP_OR_OTHER_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final String WHAT_IS_NEEDED = "unix:mode,uid,dev,ino";

  private final Path processes;
  private final int user;

  /**
   * Judges for one user.
   *
   * @param processes where the proc file system is mounted
   * @param user the numeric id of the agent's user
   */
  ExecutableTrust(Path processes, int user) {
    this.processes = processes;
    this.user = user;
  }

  /** For the user of this process. */
  static ExecutableTrust ofThisProcess() throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return new ExecutableTrust(Path.of("/proc"), (Integer) uid);
  }

  /** Who the process is. */
  AppIdentity identify(int pid) {
    if (pid <= 0) {
      return new AppIdentity.Unidentified(
          "the X server does not say which process made the window");
    }
    Path link = processes.resolve(Integer.toString(pid)).resolve("exe");
    try {
      Path executable = Files.readSymbolicLink(link);
      if (!Files.exists(executable)) {
        return new AppIdentity.Unidentified("the executable was deleted or replaced");
      }
      Map<String, Object> running = Files.readAttributes(link, WHAT_IS_NEEDED);
      Map<String, Object> there = Files.readAttributes(executable, WHAT_IS_NEEDED);
      boolean same =
          Objects.equals(running.get("dev"), there.get("dev"))
              && Objects.equals(running.get("ino"), there.get("ino"));
      if (!same) {
        return new AppIdentity.Unidentified(
            "the executable was replaced, or lies in another file system namespace");
      }
      return judge(executable.toRealPath());
    } catch (IOException e) {
      return new AppIdentity.Unidentified("the executable of the process cannot be read");
    }
  }

  /** Judges a real path. */
  AppIdentity judge(Path executable) throws IOException {
    for (Path on = executable; on != null; on = on.getParent()) {
      Map<String, Object> found =
          Files.readAttributes(on, WHAT_IS_NEEDED, LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) Objects.requireNonNull(found.get("mode"));
      boolean file = on.equals(executable);
      String what = file ? "the executable" : "a folder on the way to the executable";
      boolean shared = (mode & GROUP_OR_OTHER_WRITE) != 0;
      if (shared && (file || (mode & STICKY) == 0)) {
        return new AppIdentity.Unidentified(what + " can be written by group or others");
      }
      if (user != 0 && Objects.equals(found.get("uid"), user)) {
        return new AppIdentity.Unidentified(what + " belongs to the user of the agent");
      }
    }
    return new AppIdentity.Executable(executable.toString());
  }
}
