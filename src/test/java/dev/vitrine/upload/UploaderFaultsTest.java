package dev.vitrine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.Problem;
import dev.vitrine.testing.InMemoryOutbox;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint can do wrong, one at a time; the server is asked whether it did. */
@Timeout(60)
final class UploaderFaultsTest {
  private MockWebServer server;
  private UploadBench bench;
  private String endpoint;

  @BeforeEach
  void start() throws IOException {
    server = new MockWebServer();
    server.start();
    endpoint = "http://127.0.0.1:" + server.getPort() + "/vitrine";
    bench = new UploadBench(new InMemoryOutbox(endpoint, 2000));
    bench.uploader.configure(UploadBench.terms(endpoint));
  }

  @AfterEach
  void stop() {
    bench.close();
    server.close();
  }

  @Test
  void aBatchCarriesWhatTheProtocolAsksFor() throws Exception {
    bench.outbox.ready(WireRecords.lines(0, 3));
    server.enqueue(stored(0, 3));

    assertThat(bench.uploader.step()).isEqualTo(Outcome.WORKED);

    RecordedRequest request = asked();
    assertThat(request.getRequestLine()).startsWith("POST /vitrine/v1/batches ");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(request.getHeaders().get("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("\"batch-0000000000000000\"");
    assertThat(request.getHeaders().get("Content-Digest")).startsWith("sha-256=:");
    assertThat(request.getHeaders().get("Vitrine-Purpose")).isEqualTo("ai-training");
    assertThat(request.getHeaders().get("Vitrine-Agent")).isEqualTo(bench.identity.id());
    assertThat(request.getHeaders().get("Vitrine-Agent-Key")).isEqualTo(bench.identity.secret());
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 3));
    assertThat(bench.uploader.step()).isEqualTo(Outcome.IDLE);
  }

  @Test
  void nothingElseThanA200WithTheRightBatchAndCountIsAnAcknowledgement() {
    List<MockResponse> impostors =
        List.of(
            stored(0, 2),
            stored(0, 4),
            stored(1, 3),
            answer(200, "text/html", "<html>Welcome to our hotel</html>"),
            answer(200, "text/html", "{\"batch\":\"batch-0000000000000000\",\"stored\":3}"),
            answer(200, "application/json", "{\"batch\":\"batch-0000000000000000\"}"),
            answer(
                200,
                "application/json",
                "{\"batch\":\"batch-0000000000000000\",\"stored\":3,\"stored\":3}"),
            answer(200, "application/json", ""),
            answer(
                200,
                "application/json",
                "{\"batch\":\"batch-0000000000000000\",\"stored\":3}" + " ".repeat(70_000)),
            answer(201, "application/json", "{\"batch\":\"batch-0000000000000000\",\"stored\":3}"),
            answer(202, "application/json", "{\"batch\":\"batch-0000000000000000\",\"stored\":3}"),
            new MockResponse.Builder().code(204).build());
    bench.outbox.ready(WireRecords.lines(0, 3));
    for (MockResponse impostor : impostors) {
      server.enqueue(impostor);
    }
    server.enqueue(stored(0, 3));

    for (int i = 0; i < impostors.size(); i++) {
      assertThat(bench.uploader.step()).as("answer %d", i).isEqualTo(Outcome.WAITING);
      assertThat(bench.outbox.acknowledgedIds()).isEmpty();
      assertThat(bench.uploader.status().why()).isNotNull();
      bench.advance(Duration.ofMinutes(15));
    }
    assertThat(server.getRequestCount()).isEqualTo(impostors.size());
    assertThat(bench.uploader.step()).isEqualTo(Outcome.WORKED);
    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowed(int code) {
    bench.outbox.ready(WireRecords.lines(0, 1));
    server.enqueue(
        new MockResponse.Builder().code(code).addHeader("Location", endpoint + "/other").build());
    server.enqueue(stored(0, 1));

    assertThat(bench.uploader.step()).isEqualTo(Outcome.PAUSED);

    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(bench.uploader.status().state()).isEqualTo(UploadStatus.State.PAUSED);
    assertThat(bench.uploader.status().why()).contains(String.valueOf(code));
    assertThat(bench.outbox.left()).isEqualTo(1);
    bench.uploader.resume();
    assertThat(bench.uploader.step()).isEqualTo(Outcome.WORKED);
  }

  @Test
  void aBatchThatIsTooLargeIsHalvedAndASingleRecordGoesIntoQuarantine() {
    bench.outbox.ready(WireRecords.lines(0, 8));
    // Takes at most two records, and never the fifth.
    judge(
        ids ->
            ids.size() > 2 || ids.contains(WireRecords.id(5))
                ? problem(Problem.Type.TOO_LARGE)
                : null);

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

    // All, both halves, 2 + 2 + 2 + 2 with one refused, and that one's two records.
    assertThat(server.getRequestCount()).isEqualTo(1 + 2 + 4 + 2);
    assertThat(bench.outbox.quarantinedIds()).containsExactly(WireRecords.id(5));
    assertThat(bench.outbox.acknowledgedIds())
        .containsExactlyInAnyOrderElementsOf(
            WireRecords.ids(0, 8).stream().filter(id -> !id.equals(WireRecords.id(5))).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void aPoisonedRecordIsFoundAndNothingElseIsKeptBack(int code) {
    bench.outbox.ready(WireRecords.lines(0, 100));
    judge(
        ids ->
            ids.contains(WireRecords.id(37))
                ? answer(
                    code,
                    "application/problem+json",
                    "{\"type\":\"urn:vitrine:problem:invalid-record\"}")
                : null);

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

    assertThat(bench.outbox.quarantinedIds()).containsExactly(WireRecords.id(37));
    assertThat(bench.outbox.acknowledgedIds()).hasSize(99);
    assertThat(bench.outbox.left()).isZero();
  }

  @Test
  void whoeverRefusesEverythingDoesNotEmptyTheBuffer() {
    bench.outbox.ready(WireRecords.lines(0, 100));
    judge(ids -> problem(Problem.Type.INVALID_RECORD));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

    assertThat(bench.outbox.quarantinedIds()).hasSize(10);
    assertThat(bench.outbox.left()).isEqualTo(90);
    assertThat(bench.uploader.status().why()).contains("more than 10");
    int requests = server.getRequestCount();
    bench.advance(Duration.ofDays(3));
    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);
    assertThat(server.getRequestCount()).isEqualTo(requests);
  }

  @Test
  void aGatewaysOwn422PausesAndQuarantinesNothing() {
    bench.outbox.ready(WireRecords.lines(0, 4));
    judge(ids -> answer(422, "text/html", "urn:vitrine:problem:invalid-record"));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(bench.outbox.left()).isEqualTo(4);
    assertThat(bench.outbox.quarantinedIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 404, 409, 415, 451})
  void anotherRefusalKeepsThePauseForAnHour(int code) {
    bench.outbox.ready(WireRecords.lines(0, 1));
    server.enqueue(new MockResponse.Builder().code(code).build());
    server.enqueue(stored(0, 1));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);
    bench.advance(Duration.ofMinutes(59));
    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);
    assertThat(server.getRequestCount()).isEqualTo(1);
    bench.advance(Duration.ofMinutes(1));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void credentialsThatAreRefusedInMidDrainPauseUntilTheyChange(int code) {
    bench.keys.secrets.put("token", "first");
    bench.uploader.configure(UploadBench.terms(endpoint, new Policy.Auth.Bearer("token"), null));
    bench.outbox.ready(WireRecords.lines(0, 2));
    bench.outbox.ready(WireRecords.lines(2, 4));
    server.setDispatcher(
        dispatcher(
            request -> {
              boolean second =
                  "\"batch-0000000000000001\"".equals(request.getHeaders().get("Idempotency-Key"));
              if (!second) {
                return stored(0, 2);
              }
              return "Bearer second".equals(request.getHeaders().get("Authorization"))
                  ? stored(1, 2)
                  : new MockResponse.Builder().code(code).build();
            }));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);
    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 2));
    bench.advance(Duration.ofDays(1));
    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);
    assertThat(server.getRequestCount()).isEqualTo(2);
    bench.keys.secrets.put("token", "second\n");

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 4));
  }

  @Test
  void aMissingTokenSendsNothingAndSaysHowToImportIt() {
    bench.uploader.configure(UploadBench.terms(endpoint, new Policy.Auth.Bearer("token"), null));
    bench.outbox.ready(WireRecords.lines(0, 2));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

    assertThat(server.getRequestCount()).isZero();
    assertThat(bench.uploader.status().why()).contains("vitrine keys import token");
  }

  @Test
  void retryAfterIsHonoured() {
    bench.outbox.ready(WireRecords.lines(0, 2));
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "120").build());
    server.enqueue(stored(0, 2));

    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    bench.advance(Duration.ofSeconds(119));
    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    assertThat(server.getRequestCount()).isEqualTo(1);
    bench.advance(Duration.ofSeconds(2));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).hasSize(2);
  }

  @Test
  void aRateLimitThatIsUsedUpDelaysTheNextBatch() {
    bench.outbox.ready(WireRecords.lines(0, 2));
    bench.outbox.ready(WireRecords.lines(2, 4));
    server.enqueue(
        stored(0, 2).newBuilder().addHeader("RateLimit", "\"default\";r=0;t=60").build());
    server.enqueue(stored(1, 2));

    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    assertThat(bench.outbox.acknowledgedIds()).hasSize(2);
    bench.advance(Duration.ofSeconds(59));
    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    bench.advance(Duration.ofSeconds(1));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 503})
  void whatTheClientWouldSendAgainByItselfIsNotSentBehindOurBack(int code) throws Exception {
    bench.outbox.ready(WireRecords.lines(0, 2));
    server.enqueue(new MockResponse.Builder().code(code).addHeader("Retry-After", "0").build());
    server.enqueue(stored(0, 2));

    assertThat(bench.uploader.step()).isEqualTo(Outcome.WAITING);
    assertThat(server.getRequestCount()).isEqualTo(1);
    bench.advance(Duration.ofSeconds(1));
    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

    assertThat(asked().getBody()).isEqualTo(asked().getBody());
  }

  @Test
  void a500ForSevenDaysLosesNothing() {
    bench.outbox.ready(WireRecords.lines(0, 2));
    server.setDispatcher(dispatcher(request -> new MockResponse.Builder().code(500).build()));
    for (int hour = 0; hour < 7 * 24; hour++) {
      assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
      bench.advance(Duration.ofHours(1));
    }
    assertThat(server.getRequestCount()).isEqualTo(7 * 24);
    server.setDispatcher(dispatcher(request -> stored(0, 2)));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 2));
  }

  @Test
  void aConnectionThatBreaksIsTriedAgainWithTheSameBytes() throws Exception {
    bench.outbox.ready(WireRecords.lines(0, 2));
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(stored(0, 2));

    assertThat(bench.uploader.step()).isEqualTo(Outcome.WAITING);
    assertThat(server.getRequestCount()).isEqualTo(1);
    bench.advance(Duration.ofSeconds(1));
    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);

    assertThat(asked().getBody()).isEqualTo(asked().getBody());
  }

  @Test
  void aPooledConnectionThatDiedMeanwhileLosesNothing() throws Exception {
    bench.outbox.ready(WireRecords.lines(0, 1));
    bench.outbox.ready(WireRecords.lines(1, 2));
    server.enqueue(stored(0, 1).newBuilder().onResponseEnd(new SocketEffect.CloseSocket()).build());
    server.enqueue(stored(1, 1));

    assertThat(bench.uploader.step()).isEqualTo(Outcome.WORKED);
    for (int i = 0; i < 5 && bench.outbox.left() > 0; i++) {
      bench.uploader.step();
      bench.advance(Duration.ofMinutes(1));
    }

    assertThat(bench.outbox.acknowledgedIds()).isEqualTo(WireRecords.ids(0, 2));
    RecordedRequest last = asked();
    for (int i = server.getRequestCount(); i > 1; i--) {
      last = asked();
    }
    // The second batch needed another connection: the first one was dead.
    assertThat(last.getConnectionIndex()).isPositive();
  }

  @Test
  void theSystemsProxyIsUsedForAFarEndpointUnlessThePolicySaysNone() throws Exception {
    String far = "https://ingest.example.com";
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())));
    server.setDispatcher(dispatcher(request -> new MockResponse.Builder().code(502).build()));
    UploadBench other = new UploadBench(new InMemoryOutbox(far, 10));
    try {
      other.keys.secrets.put("token", "word");
      other.outbox.ready(WireRecords.lines(0, 1));
      other.uploader.configure(UploadBench.terms(far, new Policy.Auth.Bearer("token"), null));

      assertThat(other.uploader.step()).isEqualTo(Outcome.WAITING);

      RecordedRequest asked = asked();
      assertThat(asked.getMethod()).isEqualTo("CONNECT");
      assertThat(asked.getHeaders().get("Authorization")).isNull();
      assertThat(other.outbox.left()).isEqualTo(1);
    } finally {
      ProxySelector.setDefault(before);
      other.close();
    }
  }

  @Test
  void aClosedPortIsWaitedFor() {
    bench.outbox.ready(WireRecords.lines(0, 1));
    server.close();

    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);

    assertThat(bench.uploader.status().why()).contains("cannot be reached");
    assertThat(bench.uploader.status().next()).isAfterOrEqualTo(UploadBench.START);
    assertThat(bench.outbox.left()).isEqualTo(1);
  }

  @Test
  void recordsBoundToAnotherEndpointStay() {
    bench.uploader.configure(UploadBench.terms(endpoint + "/other"));
    bench.outbox.ready(WireRecords.lines(0, 1));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

    assertThat(server.getRequestCount()).isZero();
    assertThat(bench.uploader.status().why()).contains("endpoint that the policy no longer names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://ingest.example.com/", "http://127.example.com/"})
  void plainHttpLeavesThisMachineNever(String elsewhere) {
    bench.uploader.configure(UploadBench.terms(elsewhere));
    bench.outbox.ready(WireRecords.lines(0, 1));

    assertThat(bench.settle()).isEqualTo(Outcome.PAUSED);

    assertThat(bench.uploader.status().why()).contains("must be https");
  }

  @Test
  void aMeteredNetworkAndABatteryAreSpared() {
    bench.outbox.ready(WireRecords.lines(0, 1));
    server.enqueue(stored(0, 1));
    bench.surroundings.metered = true;

    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    bench.surroundings.metered = false;
    bench.surroundings.onBattery = true;
    bench.advance(Duration.ofMinutes(1));
    assertThat(bench.settle()).isEqualTo(Outcome.WAITING);
    assertThat(server.getRequestCount()).isZero();
    bench.surroundings.onBattery = false;
    bench.advance(Duration.ofMinutes(1));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void closingCutsOffARequestThatHangs() throws Exception {
    bench.outbox.ready(WireRecords.lines(0, 1));
    server.enqueue(stored(0, 1).newBuilder().headersDelay(60, TimeUnit.SECONDS).build());
    bench.uploader.start();
    asked();
    assertThat(bench.uploader.status().state()).isEqualTo(UploadStatus.State.SENDING);

    long before = System.nanoTime();
    bench.uploader.close(Duration.ofMillis(200));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(bench.uploader.step()).isEqualTo(Outcome.PAUSED);
    assertThat(bench.outbox.left()).isEqualTo(1);
  }

  /** The oldest request that was not yet looked at; one is expected within a moment. */
  private RecordedRequest asked() throws InterruptedException {
    RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
    assertThat(request).as("a request came").isNotNull();
    return request;
  }

  private static MockResponse stored(int batch, int count) {
    return answer(
        200,
        "application/json",
        "{\"batch\":\"batch-%016d\",\"stored\":%d}".formatted(batch, count));
  }

  private static MockResponse problem(Problem.Type type) {
    return answer(
        type.status(),
        "application/problem+json",
        new String(new Problem(type, "detail").json(), StandardCharsets.UTF_8));
  }

  private static MockResponse answer(int code, String type, String body) {
    return new MockResponse.Builder().code(code).addHeader("Content-Type", type).body(body).build();
  }

  /** Answers by the ids in the batch; null = stored. */
  private void judge(Function<List<String>, MockResponse> verdict) {
    server.setDispatcher(
        dispatcher(
            request -> {
              String lines = unzip(request.getBody().toByteArray());
              List<String> ids =
                  lines
                      .lines()
                      .map(line -> line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
                      .toList();
              MockResponse response = verdict.apply(ids);
              String batch = request.getHeaders().get("Idempotency-Key");
              return response != null
                  ? response
                  : answer(
                      200,
                      "application/json",
                      "{\"batch\":" + batch + ",\"stored\":" + ids.size() + "}");
            }));
  }

  private static Dispatcher dispatcher(Function<RecordedRequest, MockResponse> answers) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answers.apply(request);
      }
    };
  }

  private static String unzip(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
