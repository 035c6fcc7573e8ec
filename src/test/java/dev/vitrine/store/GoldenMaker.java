package dev.vitrine.store;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.HandSteadyClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes a golden data directory of the layout that this program writes: run it before a migration
 * is added, with the folder {@code src/test/resources/dev/vitrine/store/golden/VERSION} as
 * argument.
 */
final class GoldenMaker {
  private GoldenMaker() {}

  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    HandClock clock = new HandClock(StoreFixture.START);
    StoreOptions options =
        StoreOptions.defaults(clock).withRandom(new Random(42)).withSteady(new HandSteadyClock());
    Path data = Files.createTempDirectory("vitrine-golden");
    Path keys = data.resolve("keys");
    try (VitrineStore store = VitrineStore.open(data, new FileKeyStorage(keys), options)) {
      HoldTerms now = StoreFixture.NOW;
      append(store, clock, now, "sent-1", "sent-2", "sent-3");
      FrozenBatch sent = store.outbox().next().orElseThrow();
      store.outbox().sending(sent.id());
      store.outbox().acknowledged(sent.id(), clock.instant());
      store.log().delete(new CaptureLog.Selection.Ids(Set.of("sent-2")), clock.instant());
      append(store, clock, now, "refused-1");
      store.outbox().sending(store.outbox().next().orElseThrow().id());
      store.outbox().quarantine(store.outbox().next().orElseThrow().id());
      append(store, clock, now, "flying-1", "flying-2");
      store.outbox().sending(store.outbox().next().orElseThrow().id());
      append(store, clock, StoreFixture.DAY, "held-1");
      store.capture().appendGap(new LocalGap(LocalGap.Why.PAUSED), clock.instant());
      store.capture().keepDrops(Map.of(DropReason.PAUSED, 2L));
      store.putSetting("colour", "blue");
    }
    Files.createDirectories(dir);
    for (String file : List.of("buffer.db", "buffer.mark", "id", "keys")) {
      Files.copy(data.resolve(file), dir.resolve(file));
    }
  }

  private static void append(VitrineStore store, HandClock clock, HoldTerms terms, String... ids)
      throws StoreException {
    for (String id : ids) {
      store
          .capture()
          .append(
              List.of(StoreFixture.record(id, "Editor", "words of " + id, clock.instant())), terms);
      clock.move(Duration.ofSeconds(1));
    }
  }
}
