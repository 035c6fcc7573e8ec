package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.receiver.ReceiverProcess;
import dev.vitrine.testing.InMemoryKeyStorage;
import dev.vitrine.testing.InMemoryOutbox;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.PowerAndNetwork;
import dev.vitrine.upload.UploadStatus;
import dev.vitrine.upload.Uploader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand agents whose endpoint was away come back at the same moment. */
@Timeout(180)
final class ReturnTest {
  private static final int AGENTS = 1000;
  private static final int RECORDS = 5;

  /** Of the receiver's heap. */
  private static final String HEAP = "-Xmx64m";

  @TempDir private Path temp;

  @Test
  void theirAttemptsAreSpreadByJitter() {
    List<Instant> attempts = new ArrayList<>();
    for (int n = 0; n < AGENTS; n++) {
      AtomicLong nanos = new AtomicLong();
      InMemoryOutbox outbox = outbox("http://127.0.0.1:1", n);
      Uploader uploader =
          uploader(outbox, n, () -> Workstation.START.plusNanos(nanos.get()), nanos::get);
      uploader.configure(Workstation.terms("http://127.0.0.1:1"));
      // Ten failures in a row, each at the moment that was planned.
      for (int attempt = 0; attempt < 10; attempt++) {
        assertThat(uploader.step()).isEqualTo(Uploader.Outcome.WAITING);
        Instant next = uploader.status().next();
        if (next != null) {
          // Null is a wait of no time at all, which jitter gives too.
          nanos.set(Duration.between(Workstation.START, next).toNanos() + 1);
        }
      }
      attempts.add(Workstation.START.plusNanos(nanos.get()));
      uploader.close(Duration.ofMillis(1));
    }

    TreeMap<Long, Integer> perSecond = new TreeMap<>();
    attempts.forEach(at -> perSecond.merge(at.getEpochSecond(), 1, Integer::sum));
    // They failed together at the start; without jitter all would come in one second now.
    assertThat(perSecond.lastKey() - perSecond.firstKey()).isGreaterThan(600);
    assertThat(perSecond.values()).allMatch(count -> count <= 12);
  }

  @Test
  void allAreServedByAReceiverOfSmallMemory() throws Exception {
    Path dir = temp.resolve("receiver");
    try (ReceiverProcess receiver = ReceiverProcess.start(dir, 0, HEAP)) {
      String endpoint = receiver.url().toString();
      List<InMemoryOutbox> outboxes = new ArrayList<>();
      List<Uploader> uploaders = new ArrayList<>();
      for (int n = 0; n < AGENTS; n++) {
        InMemoryOutbox outbox = outbox(endpoint, n);
        outboxes.add(outbox);
        Uploader uploader = uploader(outbox, n, InstantSource.system(), System::nanoTime);
        uploader.configure(Workstation.terms(endpoint));
        uploaders.add(uploader);
      }
      uploaders.forEach(Uploader::start);
      boolean[] turnedAway = {false};
      try {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> {
                  turnedAway[0] |=
                      uploaders.stream()
                          .anyMatch(u -> u.status().state() == UploadStatus.State.WAITING);
                  return outboxes.stream().allMatch(outbox -> outbox.left() == 0);
                });
      } finally {
        uploaders.forEach(uploader -> uploader.close(Duration.ofMillis(1)));
      }
      // There were more of them than it takes at once: some had to come again.
      assertThat(turnedAway[0]).isTrue();
      assertThat(Received.ids(dir))
          .containsExactlyInAnyOrderElementsOf(WireRecords.ids(0, AGENTS * RECORDS));
      assertThat(receiver.isAlive()).isTrue();
      assertThat(peakMegabytes(receiver.pid())).isLessThan(300);
    }
  }

  private static InMemoryOutbox outbox(String endpoint, int n) {
    InMemoryOutbox outbox = new InMemoryOutbox(endpoint, RECORDS);
    outbox.ready(WireRecords.lines(n * RECORDS, (n + 1) * RECORDS));
    return outbox;
  }

  private static Uploader uploader(
      InMemoryOutbox outbox, int n, InstantSource clock, LongSupplier nanos) {
    byte[] secret = new byte[32];
    secret[0] = (byte) n;
    secret[1] = (byte) (n >> 8);
    KeyStorage keys = new InMemoryKeyStorage();
    return new Uploader(
        outbox,
        AgentIdentity.of(secret),
        keys,
        PowerAndNetwork.unknown(),
        clock,
        nanos,
        new Random(n));
  }

  private static long peakMegabytes(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
