package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Xfce's panel on a {@link TestDisplay}: a bar along the upper edge with nothing in it but a clock's
 * place and the tray.
 */
public final class TestPanel {
  /** Height of the bar, in pixels. */
  public static final int HEIGHT = 32;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The bar's look. */
  public enum Look {
    LIGHT("0.93", "0.93", "0.94"),
    DARK("0.13", "0.13", "0.15");

    private final List<String> rgb;

    Look(String... rgb) {
      this.rgb = List.of(rgb);
    }
  }

  private final TestDisplay display;
  private Process process;

  private TestPanel(TestDisplay display) {
    this.display = display;
  }

  /** Skips the test where the panel is not installed. */
  public static void require() {
    TestDisplay.requireProgram("xfce4-panel");
    TestDisplay.requireProgram("import");
  }

  /** Starts the panel and waits until it takes icons. */
  public static TestPanel start(TestDisplay display, Look look) {
    TestPanel panel = new TestPanel(display);
    try {
      Path config =
          Files.createDirectories(
              display.home().resolve(".config/xfce4/xfconf/xfce-perchannel-xml"));
      Files.writeString(config.resolve("xfce4-panel.xml"), configuration(look));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    panel.run();
    return panel;
  }

  /** Starts it again after {@link #kill}. */
  public void run() {
    process = display.run("xfce4-panel", "--disable-wm-check");
    await().atMost(PATIENCE).until(() -> display.ownsName("org.kde.StatusNotifierWatcher"));
  }

  /** Ends the panel as a crash would. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  private static String configuration(Look look) {
    String colour = "";
    for (String part : look.rgb) {
      colour += "<value type=\"double\" value=\"" + part + "\"/>";
    }
    colour += "<value type=\"double\" value=\"1\"/>";
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <channel name="xfce4-panel" version="1.0">
      <property name="configver" type="int" value="2"/>
      <property name="panels" type="array">
        <value type="int" value="1"/>
        <property name="dark-mode" type="bool" value="%s"/>
        <property name="panel-1" type="empty">
          <property name="position" type="string" value="p=6;x=0;y=0"/>
          <property name="length" type="uint" value="100"/>
          <property name="position-locked" type="bool" value="true"/>
          <property name="size" type="uint" value="%d"/>
          <property name="icon-size" type="uint" value="22"/>
          <property name="background-style" type="uint" value="1"/>
          <property name="background-rgba" type="array">%s</property>
          <property name="plugin-ids" type="array">
            <value type="int" value="1"/>
            <value type="int" value="2"/>
          </property>
        </property>
      </property>
      <property name="plugins" type="empty">
        <property name="plugin-1" type="string" value="separator">
          <property name="expand" type="bool" value="true"/>
          <property name="style" type="uint" value="0"/>
        </property>
        <property name="plugin-2" type="string" value="systray"/>
      </property>
    </channel>
    """
        .formatted(look == Look.DARK, HEIGHT, colour);
  }

  /** What the display shows now. */
  public static BufferedImage picture(TestDisplay display, Path file) {
    try {
      List<String> command = new ArrayList<>(List.of("import", "-silent", "-window", "root"));
      command.add(file.toString());
      Process shot = display.run(command.toArray(String[]::new));
      if (!shot.waitFor(10, TimeUnit.SECONDS) || shot.exitValue() != 0) {
        throw new AssertionError("no picture of the display");
      }
      return ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
