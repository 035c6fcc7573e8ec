package dev.vitrine.viewer;

import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.openqa.selenium.OutputType;

/** Takes the pictures of every page for the documentation; the argument is the folder. */
public final class ViewerPictures {
  private ViewerPictures() {}

  /** Writes {@code viewer-<page>-<theme>.png}, and {@code viewer-<page>-narrow.png}. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    MutableClock clock = new MutableClock(SampleDay.NOW, SampleDay.ZONE);
    FakeCaptureLog log = new FakeCaptureLog();
    SampleDay.fill(log);
    FakeAgentControl control = new FakeAgentControl(log, clock);
    SampleDay.history(log, control);
    control.holdDeletions();
    try (ViewerServer server =
            ViewerServer.start(
                new ViewerOptions(0, SampleDay::policy),
                log,
                control,
                new SecureRandom(),
                clock,
                SampleDay.ZONE);
        Browser browser = Browser.startOrSkip()) {
      for (String theme : List.of("light", "dark", "narrow")) {
        int width = theme.equals("narrow") ? 400 : 1280;
        browser.look(width, 900, theme.equals("dark"), 1);
        browser.driver().get("about:blank");
        browser.driver().get(server.freshUrl().toString());
        browser.until(() -> !browser.all("#timeline svg").isEmpty());
        for (String page : List.of("today", "records", "policy", "history")) {
          open(browser, page);
          save(browser, width, folder.resolve("viewer-" + page + "-" + theme + ".png"));
        }
        dialogs(browser, width, theme, folder);
        control.resume();
      }
    }
  }

  private static void open(Browser browser, String page) {
    browser.click("[data-view=" + page + "]");
    if (page.equals("records")) {
      browser.click("#show");
      browser.click("li[data-id=r3] button");
      browser.until(() -> browser.text("li[data-id=r3] .exact").startsWith("{"));
      browser.until(() -> browser.text("li[data-id=r3] .details").contains("https"));
      browser.click("li[data-id=r5] input");
    }
    browser.script("document.activeElement.blur(); scrollTo(0, 0)");
  }

  private static void dialogs(Browser browser, int width, String theme, Path folder)
      throws IOException {
    browser.look(width, 900, theme.equals("dark"), 1);
    browser.click("[data-view=records]");
    browser.click("#show");
    browser.click("#delete");
    save(browser, folder.resolve("viewer-delete-" + theme + ".png"));
    browser.click("#delete-confirm");
    browser.until(() -> browser.find("#undo").isDisplayed());
    browser.until(() -> browser.all("li[data-id=r0]").isEmpty());
    save(browser, folder.resolve("viewer-undo-" + theme + ".png"));
    browser.click("#undo");
    browser.until(() -> !browser.find("#undo").isDisplayed());
    browser.click("#stop");
    save(browser, folder.resolve("viewer-stop-" + theme + ".png"));
    browser.click("#stop-cancel");
  }

  /** As high as the page is. */
  private static void save(Browser browser, int width, Path file) throws IOException {
    boolean dark = file.toString().endsWith("dark.png");
    Object height = browser.script("return document.documentElement.scrollHeight");
    browser.look(width, height instanceof Number n ? n.intValue() : 900, dark, 1);
    save(browser, file);
    browser.look(width, 900, dark, 1);
  }

  private static void save(Browser browser, Path file) throws IOException {
    Files.write(file, browser.driver().getScreenshotAs(OutputType.BYTES));
  }
}
