package dev.vitrine.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.crypto.Ed25519;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.Receipt;
import dev.vitrine.protocol.SignedReceipt;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.store.Outbox.PendingErasure;
import dev.vitrine.testing.InMemoryOutbox;
import dev.vitrine.testing.LossyProxy;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real uploader against the real receiver. */
@Timeout(60)
final class UploadToReceiverTest {
  @TempDir private Path temp;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver =
        Receiver.start(
            ReceiverOptions.loopback(temp.resolve("receiver"), 0),
            InstantSource.fixed(UploadBench.START));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private UploadBench bench(String endpoint, int batchSize) {
    UploadBench bench = new UploadBench(new InMemoryOutbox(endpoint, batchSize));
    bench.uploader.configure(UploadBench.terms(endpoint));
    return bench;
  }

  @Test
  void everythingArrivesOnceAndInOrder() throws Exception {
    try (UploadBench bench = bench(receiver.url().toString(), 100)) {
      bench.outbox.ready(WireRecords.lines(0, 1234));

      assertThat(bench.uploader.drain(Duration.ofSeconds(30))).isEqualTo(Outcome.IDLE);

      assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 1234));
      assertThat(bench.outbox.left()).isZero();
    }
  }

  @Test
  void itsOwnThreadSendsWhatBecomesReadyAndAges() throws Exception {
    InMemoryOutbox outbox = new InMemoryOutbox(receiver.url().toString(), 100);
    UploadBench bench = new UploadBench(outbox);
    Uploader uploader =
        new Uploader(
            outbox,
            bench.identity,
            bench.keys,
            PowerAndNetwork.unknown(),
            InstantSource.system(),
            System::nanoTime,
            new Random(1));
    uploader.start();
    uploader.configure(UploadBench.terms(receiver.url().toString()));
    outbox.ready(WireRecords.lines(0, 10));
    uploader.wake();

    await().until(() -> outbox.acknowledgedIds().size() == 10);
    await().until(() -> uploader.status().state() == UploadStatus.State.IDLE);
    assertThat(outbox.aged()).isTrue();
    uploader.close(Duration.ofSeconds(3));
  }

  @Test
  void aReplyThatIsLostStoresNothingTwice() throws Exception {
    try (LossyProxy proxy = new LossyProxy(receiver.url().getPort(), 1);
        UploadBench bench = bench("http://127.0.0.1:" + proxy.port(), 100)) {
      bench.outbox.ready(WireRecords.lines(0, 3));

      assertThat(bench.uploader.step()).isEqualTo(Outcome.WAITING);
      assertThat(proxy.repliesLost()).isEqualTo(1);
      assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 3));
      assertThat(bench.outbox.acknowledgedIds()).isEmpty();
      bench.advance(Duration.ofSeconds(1));
      assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

      assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 3));
      assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 3));
    }
  }

  @Test
  void anErasureComesBackWithAReceiptThatIsChecked() throws Exception {
    try (UploadBench bench = bench(receiver.url().toString(), 100)) {
      bench.outbox.ready(WireRecords.lines(0, 3));
      bench.settle();
      bench.outbox.file(erasure(receiver.url().toString(), 1));

      assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

      assertThat(Receipt.parse(bench.outbox.receipts().get(0)).records())
          .containsExactly(WireRecords.id(1));
      assertThat(receivedIds()).containsExactly(WireRecords.id(0), WireRecords.id(2));
    }
  }

  @Test
  void aReceiptOfAnotherKeyIsNoReceipt() {
    try (UploadBench bench = bench(receiver.url().toString(), 100);
        Ed25519.Pair stranger = Ed25519.Pair.generate()) {
      bench.uploader.configure(
          UploadBench.terms(
              receiver.url().toString(), new Policy.Auth.None(), stranger.publicKeyBase64()));
      bench.outbox.file(erasure(receiver.url().toString(), 1));

      assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

      assertThat(bench.outbox.receipts()).isEmpty();
      assertThat(bench.outbox.pendingErasures()).hasSize(1);
      assertThat(bench.uploader.status().why()).contains("not signed");
      bench.outbox.ready(WireRecords.lines(0, 3));
      bench.settle();
      assertThat(bench.outbox.acknowledgedIds()).as("batches go on").hasSize(3);
      bench.uploader.configure(
          UploadBench.terms(
              receiver.url().toString(), new Policy.Auth.None(), receiver.publicKey()));
      assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
      assertThat(bench.outbox.receipts()).hasSize(1);
    }
  }

  @Test
  void aReceiptThatComesLaterIsAskedForAndAForgedOrPartialOneIsRefused() throws Exception {
    try (MockWebServer server = new MockWebServer();
        Ed25519.Pair key = Ed25519.Pair.generate()) {
      server.start();
      String endpoint = "http://127.0.0.1:" + server.getPort();
      try (UploadBench bench = bench(endpoint, 100)) {
        bench.uploader.configure(
            UploadBench.terms(endpoint, new Policy.Auth.None(), key.publicKeyBase64()));
        PendingErasure erasure = erasure(endpoint, 1);
        bench.outbox.file(erasure);
        SignedReceipt good =
            SignedReceipt.sign(
                new Receipt(erasure.id(), erasure.records(), List.of(), UploadBench.START), key);
        server.enqueue(new MockResponse.Builder().code(202).addHeader("Retry-After", "60").build());
        server.enqueue(new MockResponse.Builder().code(202).build());
        server.enqueue(
            json(new SignedReceipt(good.receipt().replace("08:00", "09:00"), good.signature())));
        server.enqueue(
            json(
                SignedReceipt.sign(
                    new Receipt(erasure.id(), List.of(), List.of(), UploadBench.START), key)));
        server.enqueue(json(good));

        bench.settle();
        bench.advance(Duration.ofSeconds(59));
        bench.settle();
        assertThat(server.getRequestCount()).isEqualTo(1);
        for (int hour = 0; hour < 4; hour++) {
          assertThat(bench.outbox.receipts()).as("after %d hours", hour).isEmpty();
          bench.advance(Duration.ofHours(1));
          bench.settle();
        }

        assertThat(bench.outbox.receipts()).containsExactly(good.receipt());
        assertThat(asked(server).getRequestLine()).startsWith("POST /v1/erasures ");
        assertThat(asked(server).getRequestLine())
            .startsWith("GET /v1/erasures/" + erasure.id() + " ");
      }
    }
  }

  private static RecordedRequest asked(MockWebServer server) throws InterruptedException {
    RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
    assertThat(request).as("a request came").isNotNull();
    return request;
  }

  private static MockResponse json(SignedReceipt receipt) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(new String(receipt.json(), StandardCharsets.UTF_8))
        .build();
  }

  private static PendingErasure erasure(String endpoint, int record) {
    return new PendingErasure(
        "erasure-0000000000000000", endpoint, List.of(WireRecords.id(record)), List.of());
  }

  private List<String> receivedIds() throws IOException {
    return Files.readAllLines(temp.resolve("receiver").resolve("records-2026-11-20.ndjson"))
        .stream()
        .map(line -> line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
        .toList();
  }
}
