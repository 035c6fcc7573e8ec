package dev.vitrine.viewer;

import dev.vitrine.control.AgentStatus;
import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.OutputType;

/**
 * Takes the pictures of the page for the documentation ({@code scripts/screenshots}); the argument
 * is the folder. Each view, wide and narrow, light and dark, over a made-up day.
 */
public final class ViewerPictures {
  private static final List<String> VIEWS = List.of("today", "records", "policy", "history");

  private final Browser browser;
  private final Path folder;

  private ViewerPictures(Browser browser, Path folder) {
    this.browser = browser;
    this.folder = folder;
  }

  /** Writes {@code viewer-<view>-<theme>[-narrow].png}, and some dialogs. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    MutableClock clock = new MutableClock(SampleDay.NOW, SampleDay.ZONE);
    FakeCaptureLog log = new FakeCaptureLog();
    SampleDay.fill(log);
    SampleDay.past(log);
    FakeAgentControl control = new FakeAgentControl(log, clock);
    control.changed(SampleDay.change());
    try (ViewerServer server =
            ViewerServer.start(
                new ViewerOptions(0, SampleDay::policy),
                log,
                control,
                new SecureRandom(),
                clock,
                SampleDay.ZONE);
        Browser browser = Browser.startOrSkip()) {
      ViewerPictures pictures = new ViewerPictures(browser, folder);
      for (boolean dark : new boolean[] {false, true}) {
        pictures.all(server, control, dark);
      }
    }
  }

  private void all(ViewerServer server, FakeAgentControl control, boolean dark) throws IOException {
    String theme = dark ? "dark" : "light";
    for (int width : new int[] {1280, 400}) {
      String end = theme + (width < 1280 ? "-narrow" : "") + ".png";
      browser.look(width, 900, dark, 1);
      browser.driver().get("about:blank");
      browser.driver().get(server.freshUrl().toString());
      browser.until(() -> !browser.all("#timeline .bar").isEmpty());
      for (String view : VIEWS) {
        browser.click("[data-view=" + view + "]");
        if (view.equals("records")) {
          browser.click("#show");
          browser.click("li[data-id=r3] > button");
          browser.until(() -> browser.text("li[data-id=r3] .exact").startsWith("{"));
          browser.until(() -> browser.text("li[data-id=r3] .details").contains("training.example"));
        }
        save(width, dark, "viewer-" + view + "-" + end);
      }
    }
    browser.look(1280, 900, dark, 1);
    browser.click("[data-view=records]");
    dialog("#delete", "#delete-dialog", "#delete-cancel", "viewer-delete-" + theme + ".png");
    dialog("#stop", "#stop-dialog", "#stop-cancel", "viewer-stop-" + theme + ".png");
    dialog("#read-notice", "#notice-dialog", "#notice-close", "viewer-notice-" + theme + ".png");
    browser.click("[data-minutes='15']");
    browser.until(() -> browser.text("#state-words").startsWith("Paused"));
    browser.click("[data-view=today]");
    save(1280, dark, "viewer-paused-" + theme + ".png");
    control.be(AgentStatus.State.CAPTURING, null);
    browser.script("sessionStorage.clear()");
    browser.driver().navigate().refresh();
    browser.until(() -> browser.find("#closed").isDisplayed());
    save(1280, dark, "viewer-closed-" + theme + ".png");
  }

  private void dialog(String open, String dialog, String close, String name) throws IOException {
    browser.click(open);
    browser.until(() -> browser.find(dialog).isDisplayed());
    picture(name);
    browser.click(close);
  }

  /** The whole page, as high as it is. */
  private void save(int width, boolean dark, String name) throws IOException {
    browser.script(
        "document.activeElement.blur(); document.querySelector('#message').textContent = ''");
    Object height = browser.script("scrollTo(0, 0); return document.documentElement.scrollHeight");
    browser.look(
        width, Math.max(600, ((Number) Objects.requireNonNull(height)).intValue()), dark, 1);
    browser.script("document.activeElement.blur(); scrollTo(0, 0)");
    picture(name);
    browser.look(width, 900, dark, 1);
  }

  private void picture(String name) throws IOException {
    // So that the same page is the same picture.
    browser.script("document.getAnimations().forEach(each => each.cancel())");
    Files.write(folder.resolve(name), browser.driver().getScreenshotAs(OutputType.BYTES));
  }
}
