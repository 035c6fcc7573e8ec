package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.AppIdentity.Executable;
import dev.vitrine.event.AppIdentity.Unidentified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class ExecutableTrustTest {
  private static final int NOBODY = 65_534;

  @TempDir private Path temp;
  private Path program;
  private Path processes;
  private int me;

  @BeforeEach
  void makeProgram() throws IOException {
    temp = temp.toRealPath();
    me = (Integer) Files.getAttribute(temp, "unix:uid");
    Path folder = Files.createDirectory(temp.resolve("bin"));
    mode(folder, "rwxr-xr-x");
    program = Files.write(folder.resolve("program"), new byte[] {1});
    mode(program, "rwxr-xr-x");
    processes = Files.createDirectory(temp.resolve("proc"));
    Files.createDirectory(processes.resolve("7"));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private AppIdentity identify(int user) throws IOException {
    Path link = processes.resolve("7/exe");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, program);
    return new ExecutableTrust(processes, user).identify(7);
  }

  private void denied(AppIdentity identity, String why) {
    assertThat(identity)
        .isInstanceOfSatisfying(
            Unidentified.class, denied -> assertThat(denied.why()).contains(why));
  }

  @Test
  void aProgramThatOnlyItsOwnerMayWriteIsKnownByItsRealPath() throws IOException {
    assertThat(identify(NOBODY)).isEqualTo(new Executable(program.toString()));
  }

  @Test
  void aProgramThatGroupOrOthersMayWriteIsNotTrusted() throws IOException {
    mode(program, "rwxrwxr-x");
    denied(identify(NOBODY), "written by group or others");
    mode(program, "rwxr-xrwx");
    denied(identify(NOBODY), "written by group or others");
  }

  @Test
  void aProgramInASharedFolderIsNotTrusted() throws IOException {
    mode(temp.resolve("bin"), "rwxrwxrwx");
    denied(identify(NOBODY), "folder on the way");
  }

  @Test
  void aProgramOfTheAgentsUserIsTrustedForRootAlone() throws IOException {
    if (me == 0) {
      Files.setAttribute(program, "unix:uid", NOBODY);
    }
    denied(identify(me == 0 ? NOBODY : me), "belongs to the user of the agent");
    assertThat(identify(0)).isEqualTo(new Executable(program.toString()));
  }

  @Test
  void aProgramThatWasDeletedIsNotTrusted() throws IOException {
    Path link = processes.resolve("7/exe");
    Files.createSymbolicLink(link, Path.of(program + " (deleted)"));
    denied(new ExecutableTrust(processes, NOBODY).identify(7), "deleted");
  }

  @Test
  void aProcessThatCannotBeReadIsNotTrusted() {
    denied(new ExecutableTrust(processes, NOBODY).identify(8), "cannot be read");
    denied(new ExecutableTrust(processes, NOBODY).identify(0), "does not say");
  }

  @Test
  void aRunningProgramThatWasReplacedIsNotTrusted() throws IOException, InterruptedException {
    Path copy = program.resolveSibling("sleeper");
    Files.copy(Path.of("/usr/bin/sleep"), copy);
    Process sleeper = new ProcessBuilder(copy.toString(), "30").start();
    try {
      ExecutableTrust trust = new ExecutableTrust(Path.of("/proc"), NOBODY);
      Path other = Files.copy(copy, copy.resolveSibling("other"));
      org.awaitility.Awaitility.await()
          .until(() -> trust.identify((int) sleeper.pid()) instanceof Executable);
      Files.move(other, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      denied(trust.identify((int) sleeper.pid()), "deleted or replaced");
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }
}
