package dev.vitrine.viewer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The distribution's own Chromium without a window. Driver and browser are given by path, so that
 * nothing is ever downloaded; {@code CHROMEDRIVER} and {@code CHROMIUM} name others.
 */
final class Browser implements AutoCloseable {
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test, saying why, where this machine has no Chromium. */
  static Browser startOrSkip() {
    Path chromedriver = place("CHROMEDRIVER", "/usr/bin/chromedriver");
    Path chromium = place("CHROMIUM", "/usr/bin/chromium");
    assumeTrue(
        Files.isExecutable(chromedriver) && Files.isExecutable(chromium),
        "no Chromium here: install chromium and chromium-driver, or set CHROMIUM, CHROMEDRIVER");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en-GB");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  ChromeDriver driver() {
    return driver;
  }

  /** The viewport, in CSS pixels, and the colours that the system prefers. */
  void look(int width, int height, boolean dark, double scale) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Clicks it once it can be seen. */
  void click(String css) {
    until(() -> find(css).isDisplayed() && find(css).isEnabled());
    find(css).click();
  }

  /** What can be read there. */
  String text(String css) {
    return find(css).getText();
  }

  /** Waits at most ten seconds. */
  void until(BooleanSupplier condition) {
    until(Duration.ofSeconds(10), condition);
  }

  /** Waits at most that long. */
  void until(Duration most, BooleanSupplier condition) {
    await()
        .atMost(most)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(condition::getAsBoolean);
  }

  @Nullable Object script(String script) {
    return driver.executeScript(script);
  }

  /**
   * What axe-core finds against WCAG 2.1 AA and its best practices on the page as it is now; one
   * line each. The script comes from Deque's jar and is put in by the driver, past the page's
   * content security policy.
   */
  List<String> barriers() {
    if (!Boolean.TRUE.equals(driver.executeScript("return typeof axe === 'object'"))) {
      driver.executeScript(axe());
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then(
              (result) => done(result.violations.flatMap((rule) =>
                rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`))),
              (problem) => done([String(problem)]));
            """);
    return found instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the browser complained about since it was last asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static Path place(String variable, String usual) {
    String set = System.getenv(variable);
    return Path.of(set == null ? usual : set);
  }
}
