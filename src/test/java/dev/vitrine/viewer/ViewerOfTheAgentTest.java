package dev.vitrine.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.agent.Agent;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.policy.LocalSettings;
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
            Policies.config("policy.demo.json")
                .replace("127.0.0.1:8787", "127.0.0.1:1")
                .replaceFirst("\\{", "{\"staff\": {\"maxPauseMinutes\": 2880},"));
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

      browser.look(1280, 900, false, 1);
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
      pauseUntilTomorrow(browser, agent);
      excludeAndTakeBack(browser, agent);
      browser.click("[data-view=records]");
      int before = lines(data, desktop).size();
      browser.click("#delete");
      browser.click("#delete-confirm");
      browser.until(() -> browser.text("#undo-says").contains("Nothing is sent meanwhile"));
      browser.until(() -> browser.all("#list > li[data-id]").isEmpty());
      browser.click("#undo");
      browser.until(() -> browser.text("#message").startsWith("Undone"));
      assertThat(lines(data, desktop)).hasSize(before);
      browser.click("#stop");
      browser.click("#stop-confirm");
      browser.until(() -> browser.text("#state-words").equals("Paused until you resume"));
      browser.until(Duration.ofSeconds(40), () -> lines(data, desktop).isEmpty());
      browser.until(() -> browser.text("#message").contains("deleted."));
      browser.click("[data-view=history]");
      browser.until(() -> browser.text("#ledger").contains("You deleted"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void pauseUntilTomorrow(Browser browser, Agent agent) {
    browser.click("[data-minutes=tomorrow]");
    browser.until(() -> browser.text("#state-words").equals("Paused until tomorrow, 00:00"));
    browser.click("#resume");
    browser.until(() -> agent.status().state() == State.CAPTURING);
  }

  private static void excludeAndTakeBack(Browser browser, Agent agent) {
    browser.click("[data-view=policy]");
    browser.click("#may li button");
    browser.until(() -> browser.text("#may li").contains("You excluded it"));
    assertThat(agent.settings()).isNotEqualTo(LocalSettings.NONE);
    browser.click("#may li button");
    browser.until(() -> agent.settings().equals(LocalSettings.NONE));
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
