package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.RawInput;
import dev.vitrine.platform.Platform;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The whole agent in a process of its own, with an accountant that the program itself never has:
 * how many events the hook delivered, and what became of each. Writes one line an answer; {@code
 * counts} asks.
 */
public final class FloodProbe {
  private FloodProbe() {}

  /** Counts what the source delivers before anything else sees it. */
  private record CountingSource(InputSource source, LongAdder delivered, LongAdder keys)
      implements InputSource {
    @Override
    public void start(Consumer<RawInput> sink) throws SourceException {
      source.start(
          input -> {
            delivered.increment();
            if (input instanceof RawInput.Key) {
              keys.increment();
            }
            sink.accept(input);
          });
    }

    @Override
    public void close() {
      source.close();
    }
  }

  /** One counter a fate. */
  private static final class Fates {
    final LongAdder taken = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder dropped = new LongAdder();

    void count(InputAccounting.Fate fate) {
      switch (fate) {
        case TAKEN -> taken.increment();
        case DENIED -> denied.increment();
        case DROPPED -> dropped.increment();
      }
    }
  }

  /** Arguments: data directory, policy file. */
  public static void main(String[] arguments) throws Exception {
    Path dataDir = Path.of(arguments[0]);
    LongAdder delivered = new LongAdder();
    LongAdder keys = new LongAdder();
    Fates fates = new Fates();
    Platform platform = Platform.of("Linux", System.getenv(), dataDir.resolve("hook"));
    Seams seams =
        new Seams(
            new CountingSource(platform.inputSource(Platform.Source.AUTO), delivered, keys),
            platform.foregroundWatcher(() -> {}),
            platform.focusWatcher(),
            platform.elementWatcher(),
            platform.terminalWatcher(),
            platform.inputMethodWatcher(),
            platform.sessionWatcher(),
            null,
            (dir, file) -> Platform.systemKeyStorage(System.getenv()));
    Agent agent =
        new Agent(
            dataDir,
            Path.of(arguments[1]),
            0,
            seams,
            Clock.system(ZoneOffset.UTC),
            fates::count,
            line -> System.out.println("state " + line));
    agent.start();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(
          "counts "
              + delivered.sum()
              + " "
              + fates.taken.sum()
              + " "
              + fates.denied.sum()
              + " "
              + fates.dropped.sum()
              + " "
              + keys.sum());
    }
    agent.close();
    System.out.println("closed");
    System.exit(0);
  }
}
