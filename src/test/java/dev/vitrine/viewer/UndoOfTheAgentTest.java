package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.control.ControlClient;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.testing.AgentDesk;
import dev.vitrine.testing.TestForm;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deletion that can be undone, over the crash of a real agent that captures real typing. */
class UndoOfTheAgentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final double KEYS_PER_SECOND = 20;

  @Test
  void aDeletionHidesAtOnceCanBeUndoneAndIsCarriedOutAfterACrash() throws Exception {
    try (AgentDesk desk = AgentDesk.start()) {
      desk.agent().capture();
      TestForm form = desk.form("Form");
      type(desk, form, "words from before ");
      await().atMost(LONG).until(() -> desk.received().contains("words from before"));

      Page page = Page.of(desk);
      // One that is undone is never carried out, and names nothing that somebody used.
      String undone =
          page.post("/api/delete", "{\"what\":\"app\",\"app\":\"Forms\"}").get("id").asText();
      assertThat(page.entries()).isEmpty();
      assertThat(isInDatabase(desk, "deletions.pending")).isTrue();
      assertThat(isInDatabase(desk, "Forms")).isFalse();
      assertThat(page.post("/api/undo", "{\"id\":\"" + undone + "\"}").get("pending")).isEmpty();
      assertThat(page.entries()).isNotEmpty();

      long asked = System.nanoTime();
      page.post("/api/delete", "{\"what\":\"last\",\"minutes\":30}");
      assertThat(page.entries()).isEmpty();
      desk.agent().kill();
      // Else this would not be the crash that it is carried out over.
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(DeletionDesk.UNDO);
      assertThat(desk.agent().exportedText()).contains("words from before");
      assertThat(desk.received()).contains("words from before");
      assertThat(isInDatabase(desk, "deletions.pending")).isTrue();

      desk.agent().start().awaitState("capturing");
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(desk.agent().exportedText()).doesNotContain("words from before"));
      // What was sent before the wish is erased there too; then the fence has fallen.
      await().atMost(LONG).until(() -> !desk.received().contains("words from before"));
      type(desk, form, "typed afterwards ");
      await().atMost(LONG).until(() -> desk.received().contains("typed afterwards"));
      assertThat(desk.agent().stop()).isZero();
    }
  }

  /** Types, and waits until it is stored. */
  private static void type(AgentDesk desk, TestForm form, String text) {
    desk.hands().type(text, KEYS_PER_SECOND);
    desk.click(form, "Send");
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> desk.agent().exportedText().contains(text.strip()));
  }

  /** What the page asks for. */
  private record Page(int port, String cookie, String key) {
    static Page of(AgentDesk desk) throws Exception {
      URI url =
          ControlClient.find(
                  desk.agent().dataDir(), desk.display().environment().get("XDG_RUNTIME_DIR"))
              .orElseThrow()
              .viewerUrl();
      String token = url.getFragment().replace("token=", "");
      Probe.Reply reply =
          new Probe(url.getPort()).post("/api/session", "{\"token\":\"" + token + "\"}");
      return new Page(
          url.getPort(),
          reply.header("Set-Cookie").replaceAll(";.*", ""),
          JSON.readTree(reply.body()).get("key").textValue());
    }

    private Probe probe() {
      return new Probe(port).header("Cookie", cookie).header("X-Vitrine-Key", key);
    }

    JsonNode post(String path, String body) throws IOException {
      return read(probe().post(path, body));
    }

    /** Records that are shown, without gaps. */
    List<JsonNode> entries() throws IOException {
      List<JsonNode> records = new ArrayList<>();
      for (JsonNode entry : read(probe().get("/api/records?earlier=1")).get("entries")) {
        if (entry.has("id")) {
          records.add(entry);
        }
      }
      return records;
    }

    private static JsonNode read(Probe.Reply reply) throws IOException {
      assertThat(reply.status()).isEqualTo(200);
      return JSON.readTree(reply.body());
    }
  }

  private static boolean isInDatabase(AgentDesk desk, String words) throws IOException {
    boolean found = false;
    for (String name : new String[] {"buffer.db", "buffer.db-wal"}) {
      Path file = desk.agent().dataDir().resolve(name);
      found |=
          Files.exists(file)
              && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words);
    }
    return found;
  }
}
