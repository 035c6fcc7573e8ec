package dev.vitrine.durability;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.store.StoreException;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replays what a recorded agent did to its disk, cuts the power at every step, and opens what is
 * left. {@link #main} is the long form; arguments: how many states at least.
 */
final class PowerLoss {
  private final Path work;
  private final Random random;
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> deleting = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private boolean begun;
  private int killed;
  private int unflushed;
  private int torn;
  private int atRisk;
  private int telling;

  PowerLoss(Path work, long seed) {
    this.work = work;
    this.random = new Random(seed);
  }

  int states() {
    return killed + unflushed + torn;
  }

  /** In how many there was something that had not been flushed. */
  int atRisk() {
    return atRisk;
  }

  /** In how many there was something that had to be there. */
  int telling() {
    return telling;
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public String toString() {
    return states()
        + " states ("
        + killed
        + " killed, "
        + unflushed
        + " without what was not flushed, "
        + torn
        + " torn; "
        + atRisk
        + " with writes that were not flushed, "
        + telling
        + " with records that had to be there): "
        + failures.size()
        + " lost something, brought something back or did not open";
  }

  /** Records that many rounds and looks at every {@code stride}-th step, and each flush. */
  void run(int rounds, int stride, int tornEach) throws Exception {
    Path recorded = Files.createDirectories(work.resolve("recorded"));
    Path data = Files.createDirectories(recorded.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    List<DiskTrace.Step> steps =
        DiskTrace.of(
            data,
            JavaProcess.of(
                    List.of("-Xmx128m"),
                    PowerLossProcess.class,
                    recorded.toString(),
                    String.valueOf(rounds))
                .command());
    CrashedDisk disk = new CrashedDisk();
    for (int i = 0; i < steps.size(); i++) {
      DiskTrace.Step step = steps.get(i);
      if (step.name().equals("acknowledged")) {
        if (step.kind() == DiskTrace.Step.Kind.WRITE) {
          note(new String(step.bytes(), StandardCharsets.US_ASCII).strip());
        }
        continue;
      }
      disk.apply(step);
      if (begun && i % stride == 0) {
        crash(disk, tornEach);
      }
    }
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "A" ->
          acknowledged.addAll(
              WireRecords.ids(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
      case "d" -> deleting.add(WireRecords.id(Integer.parseInt(words[1])));
      case "D" -> deleted.add(WireRecords.id(Integer.parseInt(words[1])));
      default -> begun = true;
    }
  }

  private void crash(CrashedDisk disk, int tornEach) throws IOException {
    int lossy = 1 + tornEach;
    atRisk += disk.hasUnflushed() ? lossy : 0;
    telling += acknowledged.isEmpty() ? 0 : 1 + lossy;
    Path folder = fresh();
    disk.writeAsKilled(folder);
    killed++;
    look(folder, "killed");
    folder = fresh();
    disk.writeFlushed(folder);
    unflushed++;
    look(folder, "unflushed");
    for (int i = 0; i < tornEach; i++) {
      folder = fresh();
      disk.writeTorn(folder, random);
      torn++;
      look(folder, "torn");
    }
  }

  private Path fresh() throws IOException {
    Path folder = Files.createDirectory(work.resolve("state-" + states()));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private void look(Path folder, String how) throws IOException {
    Path keys = folder.resolve("keys");
    if (Files.exists(keys)) {
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    }
    String wrong = wrong(folder, keys);
    if (!wrong.isEmpty()) {
      failures.add("state " + states() + " (" + how + "): " + wrong);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  private String wrong(Path folder, Path keys) {
    try (Workstation it = new Workstation(folder, new FileKeyStorage(keys), "http://127.0.0.1:1")) {
      Set<String> there = new HashSet<>();
      it.store.log().export(line -> there.add(line.id()));
      Set<String> missing = new HashSet<>(acknowledged);
      missing.removeAll(there);
      missing.removeAll(deleting);
      there.retainAll(deleted);
      return (missing.isEmpty() ? "" : "lost " + missing.size() + " ")
          + (there.isEmpty() ? "" : "brought back " + there.size() + " ")
          + (it.store.damage().none() ? "" : "says it is damaged");
    } catch (StoreException | KeyStorageException e) {
      return "does not open: " + e.getMessage();
    }
  }

  public static void main(String[] arguments) throws Exception {
    int wanted = Integer.parseInt(arguments[0]);
    int all = 0;
    int bad = 0;
    for (int round = 0; all < wanted; round++) {
      Path work = Files.createTempDirectory("vitrine-power");
      PowerLoss it = new PowerLoss(work, round);
      it.run(30, 3, 2);
      System.out.println("power loss: " + it);
      it.failures().forEach(failure -> System.out.println("  " + failure));
      all += it.states();
      bad += it.failures().size();
    }
    System.out.println("power loss: " + all + " states, " + bad + " failures");
    System.exit(bad == 0 ? 0 : 1);
  }
}
