package dev.vitrine.viewer;

import dev.vitrine.control.AgentStatus;
import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.openqa.selenium.OutputType;

/**
 * Takes the pictures of the page for the documentation; the first argument is the folder. With a
 * second one it also takes those that are only for looking at: narrow, dialogs, other states.
 */
public final class ViewerPictures {
  private ViewerPictures() {}

  /** Writes {@code viewer-<theme>[-narrow].png} and some that are only for looking at. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    MutableClock clock = new MutableClock(SampleDay.NOW, SampleDay.ZONE);
    FakeCaptureLog log = new FakeCaptureLog();
    SampleDay.fill(log);
    FakeAgentControl control = new FakeAgentControl(log, clock);
    try (ViewerServer server =
            ViewerServer.start(
                new ViewerOptions(0, SampleDay::policy),
                log,
                control,
                new SecureRandom(),
                clock,
                SampleDay.ZONE);
        Browser browser = Browser.startOrSkip()) {
      for (boolean dark : new boolean[] {false, true}) {
        String theme = "viewer-" + (dark ? "dark" : "light");
        browser.look(1280, 1720, dark, 1);
        open(browser, server);
        save(browser, folder.resolve(theme + ".png"));
        if (args.length > 1) {
          others(browser, control, dark, folder.resolve(theme).toString());
        }
      }
    }
  }

  private static void others(Browser browser, FakeAgentControl control, boolean dark, String name)
      throws IOException {
    browser.look(400, 2000, dark, 1);
    save(browser, Path.of(name + "-narrow.png"));
    browser.look(1280, 4000, dark, 1);
    save(browser, Path.of(name + "-long.png"));
    browser.look(1280, 900, dark, 1);
    browser.click("#delete");
    save(browser, Path.of(name + "-delete.png"));
    browser.click("#delete-cancel");
    browser.look(400, 900, dark, 1);
    browser.click("#delete");
    save(browser, Path.of(name + "-delete-narrow.png"));
    browser.click("#delete-cancel");
    browser.look(1280, 900, dark, 1);
    browser.click("#hide");
    browser.click("[data-minutes='15']");
    browser.until(() -> browser.text("#state-words").startsWith("Paused"));
    save(browser, Path.of(name + "-paused.png"));
    control.be(AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT, null);
    browser.until(() -> browser.text("#state-words").startsWith("Not capturing"));
    browser.click("#read-notice");
    browser.until(() -> browser.find("#notice-dialog").isDisplayed());
    save(browser, Path.of(name + "-notice.png"));
    control.be(AgentStatus.State.CAPTURING, null);
    browser.script("sessionStorage.clear()");
    browser.driver().navigate().refresh();
    browser.until(() -> browser.find("#closed").isDisplayed());
    save(browser, Path.of(name + "-closed.png"));
  }

  private static void open(Browser browser, ViewerServer server) {
    browser.driver().get("about:blank");
    browser.driver().get(server.freshUrl().toString());
    browser.click("#show");
    browser.click("li[data-id=r3] button");
    browser.until(() -> browser.text("li[data-id=r3] .exact").startsWith("{"));
    browser.script("document.activeElement.blur(); scrollTo(0, 0)");
  }

  private static void save(Browser browser, Path file) throws IOException {
    Files.write(file, browser.driver().getScreenshotAs(OutputType.BYTES));
  }
}
