package dev.vitrine.store;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.testing.JavaProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * A process that appends until it is killed, and prints each id once the store has taken it.
 * Arguments: data directory, key file, a text for every record.
 */
final class AppendLoop {
  private AppendLoop() {}

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    Clock wall = Clock.systemUTC();
    InstantSource now = wall;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    HoldTerms terms = new HoldTerms(Duration.ZERO, "http://127.0.0.1:1", null);
    try (VitrineStore store =
        VitrineStore.open(
            Path.of(arguments[0]),
            new FileKeyStorage(Path.of(arguments[1])),
            StoreOptions.defaults(wall))) {
      while (true) {
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        store
            .capture()
            .append(
                List.of(
                    StoreFixture.record(first, arguments[2], arguments[2], now.instant()),
                    StoreFixture.record(second, arguments[2], arguments[2], now.instant())),
                terms);
        out.println(first);
        out.println(second);
        if (store.outbox().next().isEmpty()) {
          throw new IllegalStateException("nothing to send");
        }
      }
    }
  }
}
