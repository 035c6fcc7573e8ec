package dev.vitrine.platform;

import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.ForegroundWatcher;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.tray.Indicator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Everything of a session in one process, in the order of the agent, until the display is gone. */
public final class SessionProbe {
  private SessionProbe() {}

  /** Argument: the directory for native libraries. */
  public static void main(String[] arguments) throws SourceException, InterruptedException {
    Platform platform =
        Platform.of(System.getProperty("os.name"), System.getenv(), Path.of(arguments[0]));
    CountDownLatch lost = new CountDownLatch(1);
    CountDownLatch input = new CountDownLatch(1);
    Indicator indicator = platform.openTray(Clock.systemUTC());
    ForegroundWatcher foreground = platform.foregroundWatcher(lost::countDown);
    FocusWatcher focus = platform.focusWatcher();
    InputSource source = platform.inputSource(Platform.Source.AUTO);
    foreground.start(scene -> {});
    focus.start(new Deaf());
    source.start(event -> input.countDown());
    System.out.println("started");
    input.await();
    System.out.println("input");
    lost.await();
    System.out.println("lost, on screen " + indicator.onScreen());
    source.close();
    focus.close();
    foreground.close();
    indicator.close();
    System.out.println("closed");
    System.exit(0);
  }

  private static final class Deaf implements FocusWatcher.Listener {
    @Override
    public void focusChanged(long nanos) {}

    @Override
    public void focusAnswered(FocusAnswer answer) {}
  }
}
