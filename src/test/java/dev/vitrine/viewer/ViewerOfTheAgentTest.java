package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.agent.Agent;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.Policies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * The page of a running agent in a real browser: what was typed is there, in the bytes of the
 * export, and the controls work.
 */
class ViewerOfTheAgentTest {
  @TempDir private Path temp;

  @Test
  void staffSeeWhatWasCapturedPauseItAndDeleteIt() throws Exception {
    Path policy =
        Files.writeString(
            temp.resolve("policy.json"),
            Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1"));
    Path data = Files.createDirectories(temp.resolve("data"));
    try (Browser browser = Browser.startOrSkip();
        FakeDesktop desktop = new FakeDesktop();
        Agent agent =
            new Agent(
                data,
                policy,
                0,
                desktop.seams(),
                Clock.system(ZoneId.systemDefault()),
                InputAccounting.NONE,
                line -> {})) {
      agent.start();
      browser.until(() -> agent.status().state() == State.WAITING_FOR_ACKNOWLEDGEMENT);
      agent.acknowledge("demo-1");
      browser.until(() -> agent.status().state() == State.CAPTURING);
      browser.until(
          () -> {
            desktop.type("words for the page");
            desktop.enter();
            return lines(data, desktop).stream().anyMatch(line -> line.contains("\"text\""));
          });

      browser.driver().get(agent.viewerUrl().toString());
      browser.until(() -> browser.text("#state-words").equals("Capturing"));
      browser.click("[data-view=records]");
      browser.click("#show");
      browser.until(() -> !browser.all("#list > .row").isEmpty());
      assertThat(browser.text("#list")).contains("typed “words for the page”");
      WebElement row =
          browser.all("#list > .row").stream()
              .filter(each -> each.getText().contains("typed “words"))
              .findFirst()
              .orElseThrow();
      String id = String.valueOf(row.getDomAttribute("data-id"));
      browser.click("li[data-id='" + id + "'] button");
      browser.until(() -> browser.text("li[data-id='" + id + "'] .exact").startsWith("{"));
      assertThat(lines(data, desktop))
          .contains(browser.find("li[data-id='" + id + "'] .exact").getDomProperty("textContent"));

      browser.click("#pause-actions button");
      browser.until(() -> agent.status().state() == State.PAUSED);
      browser.click("#resume");
      browser.until(() -> agent.status().state() == State.CAPTURING);
      browser.click("#delete");
      browser.click("#delete-confirm");
      browser.until(() -> browser.text("#undo-says").contains("Nothing is sent meanwhile"));
      browser.click("#undo");
      browser.until(() -> browser.text("#message").startsWith("Undone"));
      assertThat(lines(data, desktop)).isNotEmpty();
      browser.click("#delete");
      browser.click("#delete-confirm");
      browser.until(() -> browser.all("#list > .row:not(.gap)").isEmpty());
      await().atMost(Duration.ofSeconds(40)).until(() -> lines(data, desktop).isEmpty());
      browser.until(() -> browser.text("#message").contains("deleted."));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static List<String> lines(Path data, FakeDesktop desktop) {
    List<String> lines = new ArrayList<>();
    try (ReadOnlyStore store =
        ReadOnlyStore.open(data, desktop.keys(), Clock.systemUTC()).orElseThrow()) {
      store.log().export(line -> lines.add(new String(line.bytes(), StandardCharsets.UTF_8)));
    } catch (dev.vitrine.store.StoreException e) {
      throw new AssertionError(e);
    }
    return lines;
  }
}
