package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 6 MiB that really fills up. */
@Timeout(60)
class DiskFullTest {
  private static final int FILLER_BYTES = 100_000;

  @TempDir Path dir;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    // The native libraries unpack into the first directory of a process: not onto the small disk.
    new StoreFixture(dir.resolve("first")).close();
    disk = Files.createDirectory(dir.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=6m", "none", disk.toString());
    assumeTrue(mounted, "skipped: a file system cannot be mounted here (needs root)");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Test
  void onAFullDiskAppendingRefusesAndDeletingMakesRoom() throws Exception {
    try (StoreFixture it = new StoreFixture(disk.resolve("data"))) {
      assertThat(disk.resolve("data/ballast")).exists();
      List<String> kept = new ArrayList<>(it.append(30, "Editor", StoreFixture.DAY));
      fill(disk.resolve("filler"));
      StoreException refusal = null;
      while (refusal == null) {
        try {
          kept.addAll(it.append(20, "Editor", StoreFixture.DAY));
        } catch (StoreException e) {
          refusal = e;
        }
      }
      assertThat(refusal.kind()).isEqualTo(StoreException.Kind.FULL);
      assertThat(it.exported()).isEqualTo(kept);
      assertThat(disk.resolve("data/ballast")).exists();

      CaptureLog.Deleted deleted =
          it.store.log().delete(new CaptureLog.Selection.Ids(Set.of("id-1")), it.clock.instant());
      assertThat(deleted.records()).isEqualTo(1);
      // It was needed, and there is not yet room for another one.
      assertThat(disk.resolve("data/ballast")).doesNotExist();
      kept.remove("id-1");
      assertThat(it.exported()).isEqualTo(kept);

      Files.delete(disk.resolve("filler"));
      kept.addAll(it.append(20, "Editor", StoreFixture.DAY));
      it.reopen();
      assertThat(it.exported()).isEqualTo(kept);
      assertThat(disk.resolve("data/ballast")).exists();
    }
  }

  private static void fill(Path filler) throws Exception {
    try (java.io.OutputStream out = Files.newOutputStream(filler)) {
      for (int size = FILLER_BYTES; size > 0; size /= 2) {
        boolean more = true;
        while (more) {
          try {
            out.write(new byte[size]);
          } catch (java.io.IOException full) {
            more = false;
          }
        }
      }
    }
  }
}
