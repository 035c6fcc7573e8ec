package dev.vitrine.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.protocol.Limits;
import dev.vitrine.protocol.Receipt;
import dev.vitrine.protocol.SignedReceipt;
import dev.vitrine.record.RecordLine;
import dev.vitrine.testing.InMemoryOutbox;
import dev.vitrine.testing.WireRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ReceiverTest {
  private static final Instant NOW = Instant.parse("2026-11-20T23:30:00Z");

  @TempDir private Path temp;
  private Path dir;
  private Receiver receiver;
  private ReceiverClient client;

  @BeforeEach
  void start() throws ReceiverException {
    dir = temp.resolve("receiver");
    open(ReceiverOptions.loopback(dir, 0));
  }

  private void open(ReceiverOptions options) throws ReceiverException {
    if (receiver != null) {
      receiver.close();
    }
    receiver = Receiver.start(options, InstantSource.fixed(NOW));
    client = new ReceiverClient(receiver.url(), 1);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void aBatchIsInTheFileOfItsDayLineByLine() throws Exception {
    HttpResponse<String> answer = client.send(0, WireRecords.lines(0, 2));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"batch\":\"" + ReceiverClient.batchId(0) + "\",\"stored\":2}");
    assertThat(received())
        .containsExactly(wrapped(0, WireRecords.line(0)), wrapped(0, WireRecords.line(1)));
  }

  @Test
  void whatComesTwiceIsStoredOnceAndCounted() throws Exception {
    client.send(0, WireRecords.lines(0, 3));

    assertThat(client.send(0, WireRecords.lines(0, 3)).body()).contains("\"stored\":3");
    assertThat(client.send(1, WireRecords.lines(2, 5)).body()).contains("\"stored\":3");

    assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 5));
  }

  @Test
  void theSameBatchIdWithOtherBytesOverwritesNothing() throws Exception {
    assertThat(client.send(0, WireRecords.lines(0, 2)).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = client.send(0, WireRecords.lines(2, 5));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("urn:vitrine:problem:batch-changed");
    assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 2));
  }

  @Test
  void twoAgentsMayUseTheSameIds() throws Exception {
    client.send(0, WireRecords.lines(0, 1));
    new ReceiverClient(receiver.url(), 2).send(0, WireRecords.lines(0, 1));

    assertThat(received()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotAsTheProtocolSaysIsRefused() throws Exception {
    byte[] body = InMemoryOutbox.gzip(WireRecords.lines(0, 2));
    ReceiverClient other = new ReceiverClient(receiver.url(), 2);

    assertRefused(client.send(0, body, Map.of("Vitrine-Purpose", "")), 400, "purpose");
    assertRefused(client.send(0, body, Map.of("Vitrine-Purpose", "productivity")), 400, "purpose");
    assertRefused(client.send(0, body, Map.of("Vitrine-Agent-Key", "")), 400, "malformed");
    assertRefused(
        client.send(0, body, Map.of("Vitrine-Agent-Key", other.identity.secret())),
        403,
        "agent-mismatch");
    assertRefused(
        client.send(0, body, Map.of("Idempotency-Key", ReceiverClient.batchId(0))),
        400,
        "malformed");
    assertRefused(client.send(0, body, Map.of("Content-Digest", "")), 400, "digest-mismatch");
    assertRefused(
        client.send(0, body, Map.of("Content-Digest", "sha-256=:AAAA:")), 400, "digest-mismatch");
    assertRefused(
        client.send(0, body, Map.of("Content-Type", "text/plain")), 415, "unsupported-media-type");
    assertRefused(
        client.send(0, body, Map.of("Content-Encoding", "")), 415, "unsupported-media-type");
    assertRefused(client.send(0, new byte[] {1, 2, 3}, Map.of()), 400, "malformed");
    assertRefused(client.send(0, gzip(""), Map.of()), 400, "malformed");
    assertRefused(client.get("/v1/batches", Map.of()), 405, "method-not-allowed");
    assertRefused(client.get("/v1/batches/../x", Map.of()), 404, "not-found");
    assertRefused(client.get("/", Map.of()), 404, "not-found");
    assertThat(dir.resolve("records-2026-11-20.ndjson")).doesNotExist();
  }

  @Test
  void aBadRecordIsNamedByItsLineAndNeverQuoted() throws Exception {
    String good = text(WireRecords.line(0));
    for (String bad :
        List.of(
            "{}",
            "[1]",
            "",
            "{\"v\":1,\"secret\":\"hunter2\"",
            good.replace("\"v\":1", "\"v\":\"1\""),
            good.replace("\"t\":0", "\"t\":-1"),
            good.replace("\"kind\"", "\"sort\""),
            good.replace(WireRecords.id(0), "short"),
            good.replace("{", "{\"v\":1,"),
            good.replace("Tab", "T\tab"),
            good + "{}",
            good.replace("Tab", "\u0000"),
            "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}")) {
      HttpResponse<String> answer = client.send(0, gzip(good + "\n" + bad + "\n"), Map.of());

      assertRefused(answer, 422, "invalid-record");
      assertThat(answer.body()).contains("line 2").doesNotContain("hunter2");
    }
    assertRefused(
        client.send(0, gzip(good.replace("\"v\":1", "\"v\":2")), Map.of()), 422, "schema-version");
    byte[] latin = good.replace("Tab", "é").getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(client.send(0, gzip(latin), Map.of()), 422, "invalid-record");
    assertThat(dir.resolve("records-2026-11-20.ndjson")).doesNotExist();
  }

  @Test
  void bodiesOverALimitAreRefused() throws Exception {
    open(ReceiverOptions.loopback(dir, 0).limitedTo(new Limits(2000, 100_000, 50)));

    byte[] noise = new byte[500_000];
    new java.util.Random(1).nextBytes(noise);
    assertRefused(client.send(0, noise, Map.of()), 413, "too-large");
    byte[] bomb = gzip(" ".repeat(1_000_000));
    assertThat(bomb.length).isLessThan(2000);
    assertRefused(client.send(0, bomb, Map.of()), 413, "too-large");
    assertRefused(client.send(0, WireRecords.lines(0, 51)), 413, "too-large");

    assertThat(client.send(0, WireRecords.lines(0, 50)).statusCode()).isEqualTo(200);
  }

  @Test
  void slowClientsLoseTheirConnectionAndTheOthersAreServed() throws Exception {
    open(ReceiverOptions.loopback(dir, 0).patientFor(Duration.ofSeconds(1)));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = new Socket(receiver.url().getHost(), receiver.url().getPort());
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      // Half of them stop in the headers, half in the body.
      String head = "POST /v1/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n";
      out.write((i % 2 == 0 ? head : head + "\r\nabc").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      slow.add(socket);
    }

    assertThat(client.send(0, WireRecords.lines(0, 1)).statusCode()).isEqualTo(200);

    for (Socket socket : slow) {
      assertThat(endOf(socket)).isTrue();
    }
  }

  private static boolean endOf(Socket socket) throws IOException {
    try (socket) {
      byte[] all = socket.getInputStream().readAllBytes();
      return !new String(all, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  @Test
  void moreClientsThanItTakesAreTurnedAwayAndItGoesOn() throws Exception {
    open(ReceiverOptions.loopback(dir, 0).patientFor(Duration.ofSeconds(1)));
    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket socket = new Socket(receiver.url().getHost(), receiver.url().getPort());
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("POST /v1".getBytes(StandardCharsets.US_ASCII));
      crowd.add(socket);
    }
    int closed = 0;
    for (Socket socket : crowd) {
      closed += endOf(socket) ? 1 : 0;
    }
    assertThat(closed).isEqualTo(100);
    assertThat(client.send(0, WireRecords.lines(0, 1)).statusCode()).isEqualTo(200);
  }

  @Test
  void anErasedRecordIsNowhereAndStaysAway() throws Exception {
    RecordLine doomed =
        WireRecords.line(1, "\"kind\":\"text\",\"app\":\"A\",\"text\":\"canary-7319\"");
    client.send(0, List.of(WireRecords.line(0), doomed, WireRecords.line(2)));
    assertThat(residue("canary-7319")).isNotEmpty();

    HttpResponse<String> answer = client.erase(erasure(0, WireRecords.id(1)));

    assertThat(answer.statusCode()).isEqualTo(200);
    SignedReceipt signed = SignedReceipt.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(signed.verify(receiver.publicKey())).isTrue();
    assertThat(Receipt.parse(signed.receipt()).records()).containsExactly(WireRecords.id(1));
    assertThat(residue("canary-7319")).isEmpty();
    assertThat(receivedIds()).containsExactly(WireRecords.id(0), WireRecords.id(2));
    assertThat(Files.readString(dir.resolve("erased.ndjson")))
        .isEqualTo(
            "{\"agent\":\"%s\",\"record\":\"%s\"}\n"
                .formatted(client.identity.id(), WireRecords.id(1)));

    assertThat(client.send(1, List.of(doomed, WireRecords.line(3))).body())
        .contains("\"stored\":2");
    assertThat(receivedIds())
        .containsExactly(WireRecords.id(0), WireRecords.id(2), WireRecords.id(3));
    receiver.close();
    assertThat(residue("canary-7319")).isEmpty();
  }

  @Test
  void anErasureIsTheSameWhenAskedAgainAndRefusedWhenItChanges() throws Exception {
    client.send(0, WireRecords.lines(0, 3));
    String first = client.erase(erasure(0, WireRecords.id(1))).body();

    assertThat(client.erase(erasure(0, WireRecords.id(1))).body()).isEqualTo(first);
    assertThat(client.get("/v1/erasures/erasure-0000000000000000", client.identity()).body())
        .isEqualTo(first);
    assertRefused(client.erase(erasure(0, WireRecords.id(2))), 422, "erasure-changed");
    assertRefused(
        client.get("/v1/erasures/erasure-0000000000000009", client.identity()), 404, "not-found");
    ReceiverClient other = new ReceiverClient(receiver.url(), 2);
    assertRefused(
        other.get("/v1/erasures/erasure-0000000000000000", other.identity()), 404, "not-found");
    assertRefused(client.erase("{\"id\":\"x\",\"records\":[],\"batches\":[]}"), 400, "malformed");
  }

  @Test
  void nobodyErasesWhatAnotherAgentSent() throws Exception {
    client.send(0, WireRecords.lines(0, 1));

    assertThat(
            new ReceiverClient(receiver.url(), 2).erase(erasure(0, WireRecords.id(0))).statusCode())
        .isEqualTo(200);

    assertThat(receivedIds()).containsExactly(WireRecords.id(0));
  }

  @Test
  void aWholeBatchCanBeErasedBeforeAndAfterItComes() throws Exception {
    client.send(0, WireRecords.lines(0, 2));
    client.send(1, WireRecords.lines(2, 3));

    client.erase(
        "{\"id\":\"erasure-0000000000000000\",\"records\":[],\"batches\":[\"%s\",\"%s\"]}"
            .formatted(ReceiverClient.batchId(0), ReceiverClient.batchId(2)));

    assertThat(client.send(2, WireRecords.lines(3, 5)).body()).contains("\"stored\":2");
    assertThat(receivedIds()).containsExactly(WireRecords.id(2));
  }

  @Test
  void whatACrashLeftBehindInAFileIsCutOffAndWrittenAgain() throws Exception {
    client.send(0, WireRecords.lines(0, 2));
    client.send(1, WireRecords.lines(2, 4));
    receiver.close();
    Path file = dir.resolve("records-2026-11-20.ndjson");
    byte[] whole = Files.readAllBytes(file);
    // The second batch half written, then zeros, as a file system may leave them.
    byte[] torn = java.util.Arrays.copyOf(whole, whole.length - 100);
    Files.write(file, torn);
    Files.write(file, new byte[300], StandardOpenOption.APPEND);

    open(ReceiverOptions.loopback(dir, 0));

    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    Files.delete(file);
    open(ReceiverOptions.loopback(dir, 0));
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void theSameBatchesGiveTheSameLines() throws Exception {
    client.send(0, WireRecords.lines(0, 50));
    client.send(1, WireRecords.lines(50, 60));
    byte[] first = Files.readAllBytes(dir.resolve("records-2026-11-20.ndjson"));

    open(ReceiverOptions.loopback(temp.resolve("second"), 0));
    client.send(0, WireRecords.lines(0, 50));
    client.send(1, WireRecords.lines(50, 60));

    assertThat(Files.readAllBytes(temp.resolve("second").resolve("records-2026-11-20.ndjson")))
        .isEqualTo(first);
  }

  @Test
  void onlyTheOwnerMayReadAnything() throws Exception {
    client.send(0, WireRecords.lines(0, 2));
    client.erase(erasure(0, WireRecords.id(1)));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.getFileName().toString())
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void theAgentsSecretIsKeptNowhere() throws Exception {
    client.send(0, WireRecords.lines(0, 2));

    assertThat(residue(client.identity.id())).isNotEmpty();
    assertThat(residue(client.identity.secret())).isEmpty();
  }

  @Test
  void withATokenFileNobodyIsServedWithoutAToken() throws Exception {
    Path tokens = Files.writeString(temp.resolve("tokens"), "one\n\n  two  \n");
    open(ReceiverOptions.loopback(dir, 0).boundTo("127.0.0.1", tokens));
    byte[] body = InMemoryOutbox.gzip(WireRecords.lines(0, 1));

    assertRefused(client.get("/v1/health", Map.of()), 401, "unauthorized");
    assertRefused(client.send(0, body, Map.of()), 401, "unauthorized");
    assertRefused(client.send(0, body, Map.of("Authorization", "Bearer three")), 401, "unauth");
    assertThat(client.send(0, body, Map.of("Authorization", "Bearer two")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void elsewhereThanOnLoopbackItDoesNotStartWithoutTokens() throws Exception {
    ReceiverOptions options = ReceiverOptions.loopback(temp.resolve("b"), 0);
    Path empty = Files.writeString(temp.resolve("empty"), "\n");

    assertThatThrownBy(
            () -> Receiver.start(options.boundTo("0.0.0.0", null), InstantSource.system()))
        .isInstanceOf(ReceiverException.class)
        .hasMessageContaining("token file");
    assertThatThrownBy(
            () -> Receiver.start(options.boundTo("0.0.0.0", empty), InstantSource.system()))
        .isInstanceOf(ReceiverException.class)
        .hasMessageContaining("no token");
  }

  @Test
  void plainHttpThatOthersReachIsSaidToBe() throws Exception {
    assertThat(receiver.exposed()).isFalse();
    Path tokens = Files.writeString(temp.resolve("tokens"), "one\n");
    open(ReceiverOptions.loopback(dir, 0).boundTo("0.0.0.0", tokens));

    assertThat(receiver.exposed()).isTrue();
    assertThat(receiver.url().toString()).startsWith("http://0.0.0.0:");
  }

  @Test
  void aSecondReceiverOnTheSameFolderDoesNotStart() {
    assertThatThrownBy(
            () -> Receiver.start(ReceiverOptions.loopback(dir, 0), InstantSource.system()))
        .isInstanceOf(ReceiverException.class)
        .hasMessageContaining("Another receiver runs");
  }

  @Test
  void theReceiptKeyStays() throws Exception {
    String key = receiver.publicKey();

    open(ReceiverOptions.loopback(dir, 0));

    assertThat(receiver.publicKey()).isEqualTo(key);
    assertThat(client.get("/v1/health", Map.of()).body())
        .contains("\"receiptKey\":\"" + key + "\"", "\"sentBytes\":1048576");
  }

  private static String erasure(int n, String record) {
    return "{\"id\":\"erasure-%016d\",\"records\":[\"%s\"],\"batches\":[]}".formatted(n, record);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("urn:vitrine:problem:" + type);
  }

  private List<String> received() throws IOException {
    return Files.readAllLines(dir.resolve("records-2026-11-20.ndjson"));
  }

  private List<String> receivedIds() throws IOException {
    return received().stream()
        .map(line -> line.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  private String wrapped(int batch, RecordLine line) {
    return "{\"agent\":\"%s\",\"batch\":\"%s\",\"record\":%s}"
        .formatted(client.identity.id(), ReceiverClient.batchId(batch), text(line));
  }

  /** The files in which a text stands. */
  private List<Path> residue(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static String text(RecordLine line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void aFolderOfTheFirstLayoutIsTakenOver() throws Exception {
    assertThat(client.send(1, WireRecords.lines(0, 3)).statusCode()).isEqualTo(200);
    receiver.close();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("receiver.db"));
        Statement statement = c.createStatement()) {
      // What the second layout added.
      statement.execute("ALTER TABLE batch DROP COLUMN sealed");
      statement.execute("ALTER TABLE erasure DROP COLUMN whole");
      statement.execute("PRAGMA user_version = 1");
    }
    open(ReceiverOptions.loopback(dir, 0));

    assertThat(client.send(1, WireRecords.lines(0, 3)).statusCode()).isEqualTo(200);
    assertThat(client.send(2, WireRecords.lines(2, 5)).statusCode()).isEqualTo(200);
    assertThat(receivedIds()).isEqualTo(WireRecords.ids(0, 5));
  }

  @Test
  void aFolderThatIsAFileIsNamedWithTheReason(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("taken"), "x");
    assertThatThrownBy(() -> Receiver.start(ReceiverOptions.loopback(file, 0), Clock.systemUTC()))
        .isInstanceOf(ReceiverException.class)
        .hasMessageContaining("it is a file");
  }
}
