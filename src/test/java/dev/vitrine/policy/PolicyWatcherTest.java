package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.Policies;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PolicyWatcherTest {
  @TempDir Path directory;
  private Path file;
  private PolicyWatcher watcher;

  @BeforeEach
  void watch() {
    file = directory.resolve("policy.json");
    watcher = new PolicyWatcher(file, Policies.LOADER);
  }

  @Test
  void theFirstLookIsNewsAndTheSameContentsAreNot() throws Exception {
    Files.writeString(file, Policies.config("policy.demo.json"));

    assertThat(watcher.check()).containsInstanceOf(PolicyResult.Loaded.class);
    assertThat(watcher.check()).isEmpty();

    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(watcher.check()).isEmpty();
  }

  @Test
  void aChangeIsSeenEvenWhenTheTimeOfTheFileStays() throws Exception {
    Files.writeString(file, Policies.config("policy.demo.json"));
    FileTime time = Files.getLastModifiedTime(file);
    watcher.check();

    Files.writeString(file, Policies.config("policy.demo.json").replace("demo-1", "demo-2"));
    Files.setLastModifiedTime(file, time);

    PolicyResult result = watcher.check().orElseThrow();
    assertThat(((PolicyResult.Loaded) result).policy().revision()).isEqualTo("demo-2");
  }

  @Test
  void aFileThatVanishesBreaksOrComesBackIsNewsOnce() throws Exception {
    assertRejected("there is no such file");

    Files.writeString(file, Policies.config("policy.demo.json"));
    assertThat(watcher.check()).containsInstanceOf(PolicyResult.Loaded.class);

    Files.writeString(file, "{");
    assertRejected("not JSON: the file ends in the middle");

    Files.writeString(file, "");
    assertRejected("the file is empty");

    Files.delete(file);
    assertRejected("there is no such file");
  }

  @Test
  void aDirectoryIsRefused() throws Exception {
    Files.createDirectory(file);

    assertRejected("it is not a regular file");
  }

  @Test
  void aPipeDoesNotHangTheCaller() throws Exception {
    assumeTrue(JavaProcess.run("mkfifo", file.toString()), "needs mkfifo");

    assertRejected("it is not a regular file");
  }

  @Test
  void aHugeFileIsNotRead() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(2L * 1024 * 1024 * 1024);
    }

    assertRejected("a policy has at most 1 MiB");
  }

  @Test
  void aFileWithoutASizeIsReadOnlyAsFarAsAPolicyMayGo() {
    Path endless = Path.of("/proc/self/maps");
    assumeTrue(Files.isRegularFile(endless), "needs /proc");

    assertThat(Policies.LOADER.load(endless)).isInstanceOf(PolicyResult.Rejected.class);
  }

  @Test
  void aLinkIsFollowed() throws Exception {
    Path real = Files.writeString(directory.resolve("real"), Policies.config("policy.demo.json"));
    Files.createSymbolicLink(file, real);

    assertThat(watcher.check()).containsInstanceOf(PolicyResult.Loaded.class);
  }

  private void assertRejected(String message) {
    PolicyResult.Rejected rejected = (PolicyResult.Rejected) watcher.check().orElseThrow();
    assertThat(rejected.problems()).extracting(PolicyProblem::message).containsExactly(message);
    assertThat(watcher.check()).isEmpty();
  }
}
