package dev.vitrine.durability;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.FrozenBatch;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;

/**
 * What an agent does to its disk, to be recorded: appends, sends, deletes, lets things expire.
 * Notes in {@code acknowledged} what has returned: {@code A from to}, {@code D n}. Arguments: a
 * folder with {@code data} (and the keys in it), how many rounds.
 */
final class PowerLossProcess {
  private static final int SIZE = 4;
  private static final int DELETE_EVERY = 5;

  private PowerLossProcess() {}

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    Path dir = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    try (FileChannel log =
            FileChannel.open(
                dir.resolve("data/acknowledged"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        Workstation it =
            new Workstation(
                dir.resolve("data"),
                new FileKeyStorage(dir.resolve("data/keys")),
                "http://127.0.0.1:1")) {
      note(log, "open");
      for (int round = 0; round < rounds; round++) {
        int from = round * SIZE;
        it.append(from, from + SIZE);
        note(log, "A " + from + " " + (from + SIZE));
        if (round % 3 == 1) {
          FrozenBatch batch = it.store.outbox().next().orElseThrow();
          it.store.outbox().sending(batch.id());
          it.store.outbox().acknowledged(batch.id(), Instant.EPOCH);
        }
        if (round % DELETE_EVERY == DELETE_EVERY - 1) {
          note(log, "d " + from);
          it.store
              .log()
              .delete(new Selection.Ids(Set.of(WireRecords.id(from))), it.clock.instant());
          note(log, "D " + from);
        }
      }
    }
  }

  private static void note(FileChannel log, String line) throws java.io.IOException {
    log.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
  }
}
