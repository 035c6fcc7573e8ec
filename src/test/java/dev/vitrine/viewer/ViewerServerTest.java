package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.store.StoreException;
import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page's server answers, and above all what it does not. */
class ViewerServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MutableClock clock = new MutableClock(SampleDay.NOW, SampleDay.ZONE);
  private final FakeCaptureLog log = new FakeCaptureLog();
  private final FakeAgentControl control = new FakeAgentControl(log, clock);
  private ViewerServer server;
  private String cookie;
  private String key;

  @BeforeEach
  void open() throws IOException {
    SampleDay.fill(log);
    server = start(clock);
    Probe.Reply reply = exchange(token());
    cookie = reply.header("Set-Cookie").replaceAll(";.*", "");
    key = JSON.readTree(reply.body()).get("key").textValue();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theAddressCarriesALongTokenInItsFragmentOnly() {
    String url = server.freshUrl().toString();
    assertThat(url).matches("http://127\\.0\\.0\\.1:" + server.port() + "/#token=[\\w-]{43}");
    assertThat(server.freshUrl().toString()).isNotEqualTo(url);
  }

  @Test
  void theCookieIsOutOfReachForScriptsAndOtherSites() throws IOException {
    assertThat(exchange(token()).header("Set-Cookie"))
        .startsWith("vitrine-" + server.port() + "=")
        .endsWith("; Path=/api; HttpOnly; SameSite=Strict");
  }

  @Test
  void aTokenWorksOnce() throws IOException {
    String token = token();
    assertThat(exchange(token).status()).isEqualTo(200);
    assertThat(exchange(token).status()).isEqualTo(401);
  }

  @Test
  void aTokenWorksForTwoMinutes() throws IOException {
    String late = token();
    clock.advance(Duration.ofSeconds(119));
    String fresh = token();
    clock.advance(Duration.ofSeconds(1));
    assertThat(exchange(late).status()).isEqualTo(401);
    assertThat(exchange(fresh).status()).isEqualTo(200);
  }

  @Test
  void aWrongTokenOpensNothing() throws IOException {
    assertThat(exchange("").status()).isEqualTo(401);
    assertThat(exchange("A".repeat(43)).status()).isEqualTo(401);
  }

  @Test
  void aSecondTabSharesTheSessionOfTheFirst() throws IOException {
    Probe.Reply reply =
        new Probe(server.port())
            .header("Cookie", cookie)
            .post("/api/session", "{\"token\":\"" + token() + "\"}");
    assertThat(JSON.readTree(reply.body()).get("key").textValue()).isEqualTo(key);
  }

  @Test
  void aSessionEndsAfterHalfAnHourWithoutAPerson() throws IOException {
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(9));
      assertThat(admitted().get("/api/status?unattended=1").status()).isEqualTo(200);
    }
    clock.advance(Duration.ofMinutes(3));
    assertThat(admitted().get("/api/status").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/status",
        "/api/notice",
        "/api/records",
        "/api/day",
        "/api/record?id=r0",
        "/api/delivery?id=r0",
        "/api/search?q=a",
        "/api/export",
        "/api/deletions",
        "/api/ledger",
        "/api/changes",
        "/api/erasures"
      })
  void nothingIsReadWithoutBothHalvesOfASession(String path) throws IOException {
    assertThat(probe().get(path).status()).isEqualTo(401);
    assertThat(probe().header("Cookie", cookie).get(path).status()).isEqualTo(401);
    assertThat(probe().header("X-Vitrine-Key", key).get(path).status()).isEqualTo(401);
    assertThat(admitted().header("X-Vitrine-Key", key + "x").get(path).status()).isEqualTo(401);
    assertThat(admitted().get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/pause", "/api/stop", "/api/resume", "/api/acknowledge", "/api/delete"})
  void nothingIsDoneWithoutBothHalvesOfASession(String path) throws IOException {
    String everything = "{\"what\":\"all\",\"minutes\":15,\"revision\":\"2026-11-20.1\"}";
    assertThat(probe().post(path, everything).status()).isEqualTo(401);
    assertThat(probe().header("Cookie", cookie).post(path, everything).status()).isEqualTo(401);
    assertThat(control.deleted()).isEmpty();
    assertThat(control.status().state()).isEqualTo(AgentStatus.State.CAPTURING);
    assertThat(admitted().post(path, everything).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example.com",
        "evil.example.com:PORT",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:PORT.evil.example.com",
        "[::1]:PORT",
        "LOCALHOST:PORT",
        "0.0.0.0:PORT"
      })
  void anotherHostNameIsRefusedEverywhere(String host) throws IOException {
    String name = host.replace("PORT", String.valueOf(server.port()));
    assertThat(admitted().header("Host", name).get("/api/records").status()).isEqualTo(421);
    assertThat(admitted().header("Host", name).get("/").status()).isEqualTo(421);
    assertThat(admitted().header("Host", name).post("/api/resume", "{}").status()).isEqualTo(421);
  }

  @Test
  void localhostIsTheOtherNameOfThePage() throws IOException {
    String host = "localhost:" + server.port();
    assertThat(probe().header("Host", host).get("/").status()).isEqualTo(200);
    Probe.Reply crossed = admitted().header("Host", host).post("/api/resume", "{}");
    assertThat(crossed.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example.com",
        "null",
        "https://127.0.0.1:PORT",
        "http://127.0.0.1:1",
        "http://localhost:PORT"
      })
  void anotherOriginMayNotPost(String origin) throws IOException {
    String name = origin.replace("PORT", String.valueOf(server.port()));
    Probe.Reply reply = admitted().header("Origin", name).post("/api/delete", "{\"what\":\"all\"}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(control.deleted()).isEmpty();
  }

  @Test
  void aPostWithoutOriginIsRefused() throws IOException {
    assertThat(admitted().postAsIs("/api/delete", "{\"what\":\"all\"}").status()).isEqualTo(403);
    assertThat(control.deleted()).isEmpty();
  }

  @Test
  void whatABrowserSaysIsFromAnotherSiteIsRefused() throws IOException {
    assertThat(admitted().header("Sec-Fetch-Site", "same-site").get("/api/records").status())
        .isEqualTo(403);
    assertThat(admitted().header("Sec-Fetch-Site", "none").get("/api/records").status())
        .isEqualTo(403);
    assertThat(probe().header("Sec-Fetch-Site", "cross-site").get("/viewer.js").status())
        .isEqualTo(403);
  }

  @Test
  void aFormCannotPost() throws IOException {
    Probe form = admitted().header("Content-Type", "text/plain");
    assertThat(form.post("/api/delete", "{\"what\":\"all\"}").status()).isEqualTo(415);
    assertThat(control.deleted()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../ViewerServer.class",
        "/%2e%2e/ViewerServer.class",
        "/ViewerServer.class",
        "/..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/viewer.css/../Api.class",
        "/viewer.css%00",
        "/api/../viewer.css",
        "/.",
        "/index.html/",
        "/logback.xml"
      })
  void noPathLeadsOutOfTheFixedList(String path) throws IOException {
    // Later builds of the JDK's server refuse some of these themselves, with 400.
    assertThat(admitted().get(path).status()).isIn(400, 404);
  }

  @Test
  void aBodyOver64KibIsRefused() throws IOException {
    int overhead = "{\"token\":\"\"}".length();
    String most = "{\"token\":\"" + "x".repeat(Request.MAX_BODY - overhead) + "\"}";
    assertThat(probe().post("/api/session", most).status()).isEqualTo(400);
    String more = "{\"token\":\"" + "x".repeat(Request.MAX_BODY - overhead + 1) + "\"}";
    assertThat(probe().post("/api/session", more).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"what\":\"all\"}x",
        "{\"what\":1}",
        "{\"what\":\"some\"}",
        "{\"what\":\"all\",\"what\":\"all\"}",
        "{\"what\":\"last\",\"minutes\":null}",
        "{\"what\":\"last\",\"minutes\":-1}",
        "{\"what\":\"last\",\"minutes\":1e9}"
      })
  void aRequestToDeleteThatIsNotExactDeletesNothing(String body) throws IOException {
    assertThat(admitted().post("/api/delete", body).status()).isEqualTo(400);
    assertThat(control.deleted()).isEmpty();
  }

  @Test
  void onlyGetAndPostAreUnderstood() throws IOException {
    for (String method : List.of("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")) {
      assertThat(admitted().send(method, "/api/status", new byte[0]).status()).isEqualTo(405);
    }
    assertThat(admitted().get("/api/delete").status()).isEqualTo(405);
    assertThat(admitted().post("/api/status", "{}").status()).isEqualTo(405);
  }

  @Test
  void everyAnswerCarriesTheProtectiveHeaders() throws IOException {
    for (Probe.Reply reply :
        List.of(
            probe().get("/"),
            admitted().get("/api/records"),
            probe().get("/nothing"),
            probe().header("Host", "evil.example.com").get("/"))) {
      assertThat(reply.header("Content-Security-Policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                  + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                  + "form-action 'none'");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
      assertThat(reply.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(reply.head()).doesNotContainIgnoringCase("Access-Control-Allow");
    }
  }

  @Test
  void itListensOnLoopbackAlone() throws IOException {
    int others = 0;
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          others++;
          InetSocketAddress there = new InetSocketAddress(address, server.port());
          try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(there, 1000)).isInstanceOf(IOException.class);
          }
        }
      }
    }
    org.junit.jupiter.api.Assumptions.assumeTrue(others > 0, "this machine has only loopback");
  }

  @Test
  void clientsThatSendHalfARequestDoNotShutThePageForLong() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      }
      // All threads are taken until the slow ones are cut off, and those who waited with them; the
      // page asks again by itself.
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> probe().get("/").status() == 200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void theExactBytesOfARecordAreGivenVerbatim() throws IOException {
    String line = log.lineOf("r3");
    Probe.Reply reply = admitted().get("/api/record?id=r3");
    assertThat(line).contains("⟦CREDIT_CARD⟧");
    assertThat(reply.body()).isEqualTo(line);
    assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(admitted().get("/api/record?id=nobody").status()).isEqualTo(404);
  }

  @Test
  void recordsComeByDayInPagesNewestFirstAndEachOnce() throws IOException {
    for (int i = 0; i < 250; i++) {
      SampleDay.add(
          log,
          "n" + i,
          "Text editor",
          "10:%02d:%02d".formatted(i / 60, i % 60),
          "nav",
          "\"key\":\"Tab\",\"count\":1",
          dev.vitrine.store.RecordState.HELD);
    }
    List<String> times = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = read("/api/records?day=2026-11-20" + cursor);
      for (JsonNode entry : page.get("entries")) {
        times.add(entry.get("at").textValue());
        if (entry.has("id")) {
          assertThat(ids.add(entry.get("id").textValue())).isTrue();
        }
      }
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").textValue();
      pages++;
    } while (!cursor.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(times).hasSize(log.size()).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(read("/api/records?day=2026-11-19").get("entries")).isEmpty();
    assertThat(read("/api/day").get("held").intValue()).isEqualTo(258);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "today", "2026-13-01", "+999999999-01-01", "2026-11-20x", "%zz"})
  void aDayThatIsNoneIsRefused(String day) throws IOException {
    assertThat(admitted().get("/api/records?day=" + day).status()).isEqualTo(400);
  }

  @Test
  void aPauseIsAskedForAndItsEndIsToldInLocalTime() throws IOException {
    Probe.Reply reply = admitted().post("/api/pause", "{\"minutes\":15}");
    assertThat(JSON.readTree(reply.body()).get("until").textValue())
        .isEqualTo("2026-11-20T14:35:00");
    JsonNode status = read("/api/status");
    assertThat(status.get("state").textValue()).isEqualTo("paused");
    assertThat(status.get("until").textValue()).isEqualTo("2026-11-20T14:35:00");
    admitted().post("/api/resume", "{}");
    assertThat(read("/api/status").get("state").textValue()).isEqualTo("capturing");
    admitted().post("/api/pause", "{\"minutes\":null}");
    assertThat(read("/api/status").get("until").isNull()).isTrue();
  }

  @Test
  void aPauseThatThePolicyShortenedSaysSo() throws IOException {
    control.maxPause(Duration.ofMinutes(30));
    Probe.Reply reply = admitted().post("/api/pause", "{\"minutes\":null}");
    assertThat(JSON.readTree(reply.body()).get("clamped").booleanValue()).isTrue();
  }

  @Test
  void stoppingForGoodIsNotBoundByThePolicy() throws IOException {
    control.maxPause(Duration.ofMinutes(30));
    assertThat(admitted().post("/api/stop", "{}").status()).isEqualTo(200);
    JsonNode status = read("/api/status");
    assertThat(status.get("state").textValue()).isEqualTo("paused");
    assertThat(status.get("until").isNull()).isTrue();
    assertThat(control.deleted()).containsExactly(new DeletionRequest.All());
  }

  @Test
  void theNoticeThatWasReadMustBeTheOneInForce() throws IOException {
    control.be(AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT, null);
    Probe.Reply old = admitted().post("/api/acknowledge", "{\"revision\":\"2026-01-01.1\"}");
    assertThat(old.status()).isEqualTo(409);
    assertThat(old.body()).contains("another policy is in force");
    assertThat(control.status().state()).isEqualTo(AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT);
    admitted().post("/api/acknowledge", "{\"revision\":\"" + FakeAgentControl.REVISION + "\"}");
    assertThat(control.status().state()).isEqualTo(AgentStatus.State.CAPTURING);
  }

  @Test
  void everyWayToDeleteReachesTheAgent() throws IOException {
    admitted().post("/api/delete", "{\"what\":\"record\",\"id\":\"r0\"}");
    admitted().post("/api/delete", "{\"what\":\"last\",\"minutes\":30}");
    admitted().post("/api/delete", "{\"what\":\"app\",\"app\":\"Internal sites\"}");
    admitted().post("/api/delete", "{\"what\":\"day\",\"day\":\"2026-11-19\"}");
    admitted().post("/api/delete", "{\"what\":\"records\",\"ids\":[\"r1\",\"r2\"]}");
    admitted().post("/api/delete", "{\"what\":\"all\"}");
    assertThat(control.deleted())
        .containsExactly(
            new DeletionRequest.Ids(Set.of("r0")),
            new DeletionRequest.Last(Duration.ofMinutes(30)),
            new DeletionRequest.App("Internal sites"),
            new DeletionRequest.Between(
                Instant.parse("2026-11-18T23:00:00Z"), Instant.parse("2026-11-19T23:00:00Z")),
            new DeletionRequest.Ids(Set.of("r1", "r2")),
            new DeletionRequest.All());
    assertThat(read("/api/deletions").at("/done/0/alreadySent").intValue()).isEqualTo(2);
    assertThat(read("/api/erasures").get("erasures")).hasSize(2);
  }

  @Test
  void whatIsToBeDeletedIsHiddenAtOnceAndComesBackWhenThatIsUndone() throws IOException {
    control.holdDeletions();
    Probe.Reply reply =
        admitted().post("/api/delete", "{\"what\":\"app\",\"app\":\"Internal sites\"}");
    JsonNode wish = JSON.readTree(reply.body());
    assertThat(wish.get("seconds").intValue()).isEqualTo(10);
    assertThat(admitted().get("/api/records").body()).doesNotContain("Internal sites");
    assertThat(admitted().get("/api/search?q=wiki").body()).doesNotContain("Internal sites");
    assertThat(read("/api/deletions").get("pending")).hasSize(1);
    String undo = "{\"id\":" + wish.get("id") + "}";
    assertThat(admitted().post("/api/undo", undo).status()).isEqualTo(200);
    assertThat(admitted().get("/api/records").body()).contains("Internal sites");
    assertThat(admitted().post("/api/undo", undo).status()).isEqualTo(409);
    assertThat(control.deleted()).isEmpty();
  }

  @Test
  void recordsAreFilteredByApplicationKindAndState() throws IOException {
    assertThat(ids("/api/records?app=Internal+sites")).containsExactly("r8", "r9", "r10");
    assertThat(ids("/api/records?kind=text")).containsExactly("r3", "r5", "r11");
    assertThat(ids("/api/records?state=quarantined")).containsExactly("r13");
    assertThat(ids("/api/records?kind=text&state=sent&app=Text+editor")).containsExactly("r11");
    assertThat(ids("/api/records?kind=text&app=Internal+sites")).isEmpty();
    assertThat(ids("/api/records?app=nobody")).isEmpty();
    assertThat(ids("/api/records?day=2026-11-21&kind=text")).isEmpty();
    assertThat(ids("/api/records?day=2026-11-21&earlier=1&kind=text"))
        .containsExactly("r3", "r5", "r11");
    assertThat(admitted().get("/api/records?state=gone").status()).isEqualTo(400);
  }

  @Test
  void wordsAreFoundInWhatPeopleCanReadAndNowhereElse() throws IOException {
    assertThat(ids("/api/search?q=DELIVERY")).containsExactly("r5");
    assertThat(ids("/api/search?q=save")).containsExactly("r0");
    assertThat(ids("/api/search?q=supplier&kind=text")).containsExactly("r3", "r5");
    // The names of fields and values of the machine's making are no words of a person's.
    assertThat(ids("/api/search?q=session")).isEmpty();
    assertThat(ids("/api/search?q=b7Xz")).isEmpty();
    assertThat(ids("/api/search?day=2026-11-19&q=delivery")).isEmpty();
    assertThat(admitted().get("/api/search").status()).isEqualTo(400);
    assertThat(admitted().get("/api/search?q=" + "x".repeat(201)).status()).isEqualTo(400);
    assertThat(admitted().get("/api/search?q=x&before=y").status()).isEqualTo(400);
  }

  @Test
  void aDayIsToldByApplicationAndQuarterWithWhatWasRemoved() throws IOException {
    JsonNode day = read("/api/day?day=2026-11-20");
    assertThat(day.get("complete").booleanValue()).isTrue();
    assertThat(day.at("/apps/1/name").textValue()).isEqualTo("Text editor");
    assertThat(day.at("/apps/1/records").intValue()).isEqualTo(11);
    assertThat(day.at("/apps/1/slots/0")).hasToString("[36,3]");
    assertThat(day.at("/removed/CREDIT_CARD").intValue()).isEqualTo(1);
    assertThat(day.at("/kinds/text").intValue()).isEqualTo(3);
    assertThat(day.at("/gaps/0/why").textValue()).isEqualTo("PAUSED");
    assertThat(day.at("/sent").intValue()).isEqualTo(2);
  }

  @Test
  void everyLineIsExportedAsItIs() throws IOException {
    Probe.Reply reply = admitted().get("/api/export");
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(reply.body()).contains(log.lineOf("r0") + "\n").contains(log.lineOf("r13") + "\n");
  }

  @Test
  void whereARecordWentIsTold() throws IOException {
    JsonNode sent = read("/api/delivery?id=r11");
    assertThat(sent.get("batch").textValue()).isEqualTo("batch-1");
    assertThat(sent.get("sentAt").textValue()).isEqualTo("2026-11-20T13:30:00");
    assertThat(read("/api/delivery?id=r0").get("batch").isNull()).isTrue();
    assertThat(admitted().get("/api/delivery?id=nobody").status()).isEqualTo(404);
  }

  @Test
  void aPauseUntilTomorrowEndsWhenTheDayDoes() throws IOException {
    Probe.Reply reply = admitted().post("/api/pause", "{\"until\":\"tomorrow\"}");
    assertThat(JSON.readTree(reply.body()).get("until").textValue())
        .isEqualTo("2026-11-21T00:00:00");
    assertThat(admitted().post("/api/pause", "{\"until\":\"never\"}").status()).isEqualTo(400);
  }

  @Test
  void aBodyOfTenMegabytesIsNotTaken() {
    // The connection may break while it is still being written: that is a refusal, too.
    try {
      Probe.Reply reply = admitted().post("/api/dictionary", "x".repeat(10 << 20));
      assertThat(reply.status()).isEqualTo(413);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(java.net.SocketException.class);
    }
    assertThat(control.settings()).isEqualTo(LocalSettings.NONE);
  }

  @Test
  void twoHundredConnectionsAtOnceAreServedOrTurnedAwayAndThePageGoesOn() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(200);
    try {
      CountDownLatch together = new CountDownLatch(200);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(
            clients.submit(
                () -> {
                  together.countDown();
                  boolean all = together.await(10, TimeUnit.SECONDS);
                  try {
                    return all ? admitted().get("/api/records").status() : -1;
                  } catch (IOException e) {
                    return 0;
                  }
                }));
      }
      int served = 0;
      for (Future<Integer> answer : answers) {
        int status = answer.get(30, TimeUnit.SECONDS);
        assertThat(status).isIn(0, 200);
        served += status == 200 ? 1 : 0;
      }
      assertThat(served).isPositive();
    } finally {
      clients.shutdownNow();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> admitted().get("/api/status").status() == 200);
  }

  private List<String> ids(String path) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : read(path).get("entries")) {
      ids.add(entry.path("id").asText());
    }
    return ids;
  }

  @Test
  void aStoreThatFailsIsToldInItsOwnWords() throws IOException {
    log.failWith(new StoreException(StoreException.Kind.KEY, "the key store is locked: unlock it"));
    Probe.Reply reply = admitted().get("/api/records");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("{\"error\":\"the key store is locked: unlock it\"}");
  }

  @Test
  void aBugIsAnsweredWithoutItsMessage() throws IOException {
    control.breakWith(new IllegalStateException("typed: secret"));
    Probe.Reply reply = admitted().get("/api/status");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.head() + reply.body()).doesNotContain("secret");
  }

  @Test
  void onlyAPersonCountsAgainstIdleness() throws IOException {
    clock.advance(Duration.ofMinutes(5));
    admitted().get("/api/status?unattended=1");
    probe().get("/");
    probe().get("/api/status");
    assertThat(server.idleFor()).isEqualTo(Duration.ofMinutes(5));
    admitted().get("/api/status");
    assertThat(server.idleFor()).isEqualTo(Duration.ZERO);
    clock.advance(Duration.ofMinutes(1));
    server.freshUrl();
    assertThat(server.idleFor()).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsToHappenWhenIdleHappensOnce() throws Exception {
    CountDownLatch idle = new CountDownLatch(1);
    ViewerServer other = start(Clock.systemUTC());
    other.onIdle(
        Duration.ofMillis(40),
        () -> {
          other.close();
          idle.countDown();
        });
    assertThat(idle.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> new Probe(other.port()).get("/")).isInstanceOf(IOException.class);
  }

  @Test
  void itsThreadsHaveNamesAndEndWithIt() throws IOException {
    probe().get("/");
    assertThat(threads()).anyMatch(name -> name.startsWith("vitrine-viewer-"));
    server.close();
    await().until(() -> threads().stream().noneMatch(name -> name.matches("vitrine-viewer-\\d+")));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private ViewerServer start(Clock time) throws IOException {
    return ViewerServer.start(
        new ViewerOptions(0, SampleDay::policy),
        log,
        control,
        new SecureRandom(),
        time,
        SampleDay.ZONE);
  }

  private String token() {
    return server.freshUrl().getFragment().substring("token=".length());
  }

  private Probe.Reply exchange(String token) throws IOException {
    return probe().post("/api/session", "{\"token\":\"" + token + "\"}");
  }

  @Test
  void nothingWiderThanThePolicyCanBeChosen() throws IOException {
    String modes =
        "\"keystrokes\":\"text\",\"pointer\":\"none\",\"titles\":\"none\",\"elements\":\"none\"";
    assertThat(admitted().post("/api/narrow", "{\"app\":\"Internal sites\"," + modes + "}"))
        .satisfies(
            reply -> {
              assertThat(reply.status()).isEqualTo(409);
              assertThat(reply.body()).contains("the policy admits");
            });
    assertThat(admitted().post("/api/hold", "{\"minutes\":60}").status()).isEqualTo(409);
    assertThat(admitted().post("/api/exclude", "{\"app\":\"x\",\"excluded\":true}").status())
        .isEqualTo(404);
    assertThat(admitted().post("/api/dictionary", "{\"words\":[\"a\"]}").status()).isEqualTo(400);
    assertThat(admitted().post("/api/dictionary", "{\"words\":[1]}").status()).isEqualTo(400);
    assertThat(control.settings()).isEqualTo(LocalSettings.NONE);
  }

  @Test
  void choicesForApplicationsThatThePolicyDoesNotNameAreCounted() throws Exception {
    assertThat(read("/api/settings").path("unnamed").asInt(-1)).isZero();
    control.settings(
        control.settings().withExcluded("Gone", true).withExcluded("Text editor", true));
    assertThat(read("/api/settings").path("unnamed").asInt(-1)).isEqualTo(1);
  }

  @Test
  void choicesAreKeptAndToldWithWhatThePolicySays() throws IOException {
    String modes =
        "\"keystrokes\":\"none\",\"pointer\":\"clicks\",\"titles\":\"none\",\"elements\":\"roles\"";
    Probe.Reply reply =
        admitted().post("/api/narrow", "{\"app\":\"Internal sites\"," + modes + "}");
    assertThat(reply.status()).isEqualTo(200);
    JsonNode app = read("/api/settings").path("apps").path(1);
    assertThat(app.path("policy").path("keystrokes").textValue()).isEqualTo("shape");
    assertThat(app.path("holds").path("keystrokes").textValue()).isEqualTo("none");
    assertThat(control.settings().app("Internal sites"))
        .isEqualTo(new LocalSettings.App(false, AppRule.KeystrokeMode.NONE, null, null, null));
    assertThat(read("/api/notice").path("rules").path(1).path("keystrokes").textValue())
        .isEqualTo("none");
  }

  private Probe probe() {
    return new Probe(server.port());
  }

  private Probe admitted() {
    return probe().header("Cookie", cookie).header("X-Vitrine-Key", key);
  }

  private JsonNode read(String path) throws IOException {
    return JSON.readTree(admitted().get(path).body());
  }
}
