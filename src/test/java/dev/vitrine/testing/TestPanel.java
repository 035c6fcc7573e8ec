package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.awt.SignPainter;
import dev.vitrine.tray.Sign;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Xfce's panel on a {@link TestDisplay}: a bar along the upper edge with nothing in it but a
 * clock's place and the tray.
 */
public final class TestPanel {
  /** Height of the bar, in pixels. */
  public static final int HEIGHT = 32;

  private static final int WIDTH = 1_280;

  /** Icons are right of here. */
  private static final int TRAY = 1_080;

  /** Length of side of an icon in it. */
  private static final int ICON = 22;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The bar's look. */
  public enum Look {
    LIGHT("0.93 0.93 0.94"),
    DARK("0.13 0.13 0.15");

    private final String rgb;

    Look(String rgb) {
      this.rgb = rgb;
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
    StringBuilder colour = new StringBuilder();
    for (String part : (look.rgb + " 1").split(" ", -1)) {
      colour.append("<value type=\"double\" value=\"").append(part).append("\"/>");
    }
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

  /** What this part of the display shows now. */
  private BufferedImage picture(int x, int y, int width, int height) {
    Path file = display.home().resolve("picture.png");
    String part = "%dx%d+%d+%d".formatted(width, height, x, y);
    Process shot =
        display.run(
            "import", "-silent", "-window", "root", "-crop", part, "+repage", file.toString());
    try {
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

  /** The middle of that icon in the bar, x and y, or null where it is not there. */
  public int @Nullable [] find(Sign sign) {
    BufferedImage picture = picture(TRAY, 0, WIDTH - TRAY, HEIGHT);
    int[] wanted = SignPainter.argb(sign, ICON);
    int most = 20 * (int) Arrays.stream(wanted).filter(pixel -> pixel >>> 24 == 0xff).count();
    for (int y = 0; y <= HEIGHT - ICON; y++) {
      for (int x = 0; x <= picture.getWidth() - ICON; x++) {
        if (isAt(picture, x, y, wanted, most)) {
          return new int[] {TRAY + x + ICON / 2, y + ICON / 2};
        }
      }
    }
    return null;
  }

  /** On the average, opaque pixels are the same but for smoothing; other signs differ by 50. */
  private static boolean isAt(BufferedImage picture, int left, int top, int[] wanted, int most) {
    int distance = 0;
    for (int i = 0; i < wanted.length && distance < most; i++) {
      if (wanted[i] >>> 24 == 0xff) {
        distance += distance(wanted[i], picture.getRGB(left + i % ICON, top + i / ICON));
      }
    }
    return distance < most;
  }

  private static int distance(int one, int other) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      most = Math.max(most, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
    }
    return most;
  }

  /** Whether something lies there on the black screen. */
  public boolean isBright(int x, int y) {
    return isBright(picture(x, y, 1, 1), 0, 0);
  }

  private static boolean isBright(BufferedImage picture, int x, int y) {
    return distance(picture.getRGB(x, y), 0) > 100;
  }

  /** How far down from the bar something lies on the black screen, in pixels; 0 where nothing. */
  public int brightBelow(int x) {
    BufferedImage picture = picture(x, HEIGHT, 1, 500);
    int height = 0;
    while (height < picture.getHeight() && isBright(picture, 0, height)) {
      height++;
    }
    return height;
  }
}
