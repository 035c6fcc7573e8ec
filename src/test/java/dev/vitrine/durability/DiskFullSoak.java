package dev.vitrine.durability;

import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * A small disk that is filled up and emptied again and again, while a buffer on it takes, refuses
 * and erases. Arguments: a folder on that disk; a folder elsewhere for the first native libraries;
 * how often; the seed.
 */
final class DiskFullSoak {
  private static final int APPEND = 20;
  private static final int MOST_ROOM = 400_000;

  private DiskFullSoak() {}

  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[3]));
    Set<String> kept = new HashSet<>();
    int refused = 0;
    int erasedWhileFull = 0;
    int next = 0;
    Workstation.in(Path.of(arguments[1]), "http://127.0.0.1:1").close();
    for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
      try (Workstation it = Workstation.in(disk, "http://127.0.0.1:1")) {
        kept.addAll(it.append(next, next + APPEND));
        next += APPEND;
        Path filler = disk.resolve("filler");
        fill(filler);
        try (RandomAccessFile room = new RandomAccessFile(filler.toFile(), "rw")) {
          room.setLength(Math.max(0, room.length() - random.nextInt(MOST_ROOM)));
        }
        boolean full = false;
        while (!full) {
          try {
            kept.addAll(it.append(next, next + APPEND));
            next += APPEND;
          } catch (StoreException e) {
            full = e.kind() == StoreException.Kind.FULL;
            refused++;
            if (!full) {
              throw e;
            }
            // A caller that was refused comes again with others.
            next += APPEND;
          }
        }
        String one = kept.stream().skip(random.nextInt(kept.size())).findFirst().orElseThrow();
        try {
          it.store.log().delete(new Selection.Ids(Set.of(one)), it.clock.instant());
          kept.remove(one);
          erasedWhileFull++;
        } catch (StoreException e) {
          if (e.kind() != StoreException.Kind.FULL) {
            throw e;
          }
        }
        Files.delete(filler);
        it.store.log().delete(new Selection.Ids(some(kept, random)), it.clock.instant());
      }
      try (Workstation it = Workstation.in(disk, "http://127.0.0.1:1")) {
        Set<String> there = new HashSet<>();
        it.store.log().export(line -> there.add(line.id()));
        if (!there.equals(kept) || !it.store.damage().none()) {
          System.out.println(
              "disk full: round " + round + " kept " + kept.size() + ", there " + there.size());
          System.exit(1);
        }
      }
    }
    System.out.println(
        "disk full: "
            + arguments[2]
            + " times, refused "
            + refused
            + ", erased while full "
            + erasedWhileFull
            + ", tried "
            + next
            + " of which "
            + kept.size()
            + " are left and there; nothing lost");
  }

  /** Half of them, taken out of {@code kept}. */
  private static Set<String> some(Set<String> kept, Random random) {
    Set<String> half = new HashSet<>();
    for (String id : kept) {
      if (random.nextBoolean()) {
        half.add(id);
      }
    }
    kept.removeAll(half);
    return half;
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int size = 100_000; size > 0; size /= 2) {
        boolean more = true;
        while (more) {
          try {
            out.write(new byte[size]);
          } catch (IOException full) {
            more = false;
          }
        }
      }
    }
  }
}
