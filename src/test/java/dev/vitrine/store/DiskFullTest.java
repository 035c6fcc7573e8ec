package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.crypto.FileKeyStorage;
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

  @Test
  void theOldKeyGoesFromAKeyFileOnTheSameDiskThoughTheDeletionTookTheLastRoom() throws Exception {
    Path data = disk.resolve("data");
    FileKeyStorage keys = new FileKeyStorage(disk.resolve("keys"));
    List<String> steps = new ArrayList<>();
    Eraser.FailPoint fills =
        step -> {
          steps.add(step);
          if (step.equals("committed")) {
            fill(disk.resolve("filler"));
          }
        };
    StoreOptions options = StoreOptions.defaults(new HandClock(StoreFixture.START));
    try (VitrineStore store = VitrineStore.open(data, keys, options, fills)) {
      List<NewRecord> records = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        records.add(StoreFixture.record("id-" + i, "Editor", "words", StoreFixture.START));
      }
      store.capture().append(records, StoreFixture.DAY);
      byte[] before = Files.readAllBytes(disk.resolve("keys"));

      CaptureLog.Selection one = new CaptureLog.Selection.Ids(Set.of("id-1"));
      assertThat(store.log().delete(one, StoreFixture.START).records()).isEqualTo(1);
      // The disk was full, and the ballast was needed.
      assertThat(data.resolve("ballast")).doesNotExist();
      assertThat(Files.size(disk.resolve("keys"))).isEqualTo(before.length);
      assertThat(Files.readAllBytes(disk.resolve("keys"))).isNotEqualTo(before);

      // Now there is none, and only the journal can give room.
      Files.delete(disk.resolve("filler"));
      CaptureLog.Selection other = new CaptureLog.Selection.Ids(Set.of("id-2"));
      assertThat(data.resolve("ballast")).doesNotExist();
      assertThat(store.log().delete(other, StoreFixture.START).records()).isEqualTo(1);
      assertThat(Files.size(disk.resolve("keys"))).isEqualTo(before.length);
      assertThat(steps).containsSubsequence("committed", "truncated", "committed", "truncated");
    }
  }

  private static void fill(Path filler) {
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
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
