package dev.vitrine.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.WireRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ReceiverKilledTest {
  private static final int KILLS = 5;

  @TempDir private Path temp;

  @Test
  void killedWhileItStoresItHasEachAcknowledgedRecordOnce() throws Exception {
    Path dir = temp.resolve("receiver");
    Random random = new Random(3);
    int next = 0;
    int batch = 0;
    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ReceiverProcess receiver = ReceiverProcess.start(dir, 0)) {
        Sender sender = new Sender(new ReceiverClient(receiver.url(), 1), next, batch);
        Thread thread = new Thread(sender);
        thread.start();
        assertThat(sender.started.await(20, TimeUnit.SECONDS)).isTrue();
        // Somewhere within the next batches.
        int until = sender.sent.get() + random.nextInt(4);
        while (sender.sent.get() < until && thread.isAlive()) {
          Thread.onSpinWait();
        }
        receiver.kill();
        thread.join(30_000);
        assertThat(sender.broke.get()).as("the kill hit a running sender").isTrue();
        interrupted++;
        // The batch that broke is sent again, as an agent does.
        next += sender.sent.get() * Sender.SIZE;
        batch += sender.sent.get();
      }
    }
    assertThat(interrupted).isEqualTo(KILLS);
    try (ReceiverProcess receiver = ReceiverProcess.start(dir, 0)) {
      int from = next;
      assertThat(
              new ReceiverClient(receiver.url(), 1)
                  .send(batch, WireRecords.lines(from, from + Sender.SIZE))
                  .statusCode())
          .isEqualTo(200);
      assertThat(receivedIds(dir)).isEqualTo(WireRecords.ids(0, from + Sender.SIZE));
    }
  }

  /** Sends one batch after the other until the line breaks. */
  private static final class Sender implements Runnable {
    static final int SIZE = 50;

    final CountDownLatch started = new CountDownLatch(1);
    final AtomicInteger sent = new AtomicInteger();
    final AtomicBoolean broke = new AtomicBoolean();
    private final ReceiverClient client;
    private final int from;
    private final int batch;

    Sender(ReceiverClient client, int from, int batch) {
      this.client = client;
      this.from = from;
      this.batch = batch;
    }

    @Override
    public void run() {
      try {
        while (true) {
          int n = sent.get();
          int first = from + n * SIZE;
          if (client.send(batch + n, WireRecords.lines(first, first + SIZE)).statusCode() != 200) {
            return;
          }
          sent.incrementAndGet();
          started.countDown();
        }
      } catch (IOException e) {
        broke.set(true);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Over all days, should midnight come between. */
  private static List<String> receivedIds(Path dir) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("records-")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          ids.add(line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
        }
      }
    }
    return ids;
  }
}
