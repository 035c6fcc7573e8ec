package dev.vitrine.tray;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.PauseTimes;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indicator that people see: the icon in the desktop's panel, and a window wherever and for as
 * long as no panel shows the icon. The window leaves the screen only after a panel has taken the
 * icon, and comes back with the first {@link #show} after it has lost it.
 *
 * <p>Whoever drives it tells the state at least every second ({@link #show}); a change of state is
 * shown at once, changes of the numbers of records within {@value #NUMBERS_SECONDS} s. What staff
 * choose from the menu goes to the same {@link AgentControl} as command line and viewer.
 */
public final class Tray implements Indicator {
  private static final Logger LOG = LoggerFactory.getLogger(Tray.class);

  /** Counting costs the store a few queries. */
  private static final long NUMBERS_SECONDS = 5;

  private final TrayIcon icon;
  private final HideableIndicator window;
  private final Clock clock;
  private final AtomicReference<AgentStatus.@Nullable State> state = new AtomicReference<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "vitrine-tray");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Service service;

  /** Opens an address for the person at the machine. */
  @FunctionalInterface
  public interface Browser {
    /** Returns as soon as the browser is told. */
    void open(URI address) throws IOException;
  }

  /** Shows nothing before {@link #show}. */
  public Tray(TrayIcon icon, HideableIndicator window, Clock clock) {
    this.icon = icon;
    this.window = window;
    this.clock = clock;
  }

  /**
   * Serves this agent from now on.
   *
   * @param knownPolicy the revision that was in force last, or null
   */
  public void serve(AgentControl control, Browser browser, @Nullable String knownPolicy) {
    Service started = new Service(control, browser, new Announcements(knownPolicy));
    service = started;
    icon.start(command -> later(() -> started.perform(command)));
    // It ends with the tray; nobody waits for it.
    ScheduledFuture<?> unused =
        worker.scheduleWithFixedDelay(started::refresh, 0, NUMBERS_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void show(AgentStatus.State present) {
    window.appear(!icon.shown());
    window.show(present);
    Service serving = service;
    if (serving != null && state.getAndSet(present) != present) {
      later(serving::refresh);
    }
  }

  @Override
  public boolean onScreen() {
    return icon.shown() || window.onScreen();
  }

  private void later(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The tray is closed");
    }
  }

  @Override
  public void close() {
    worker.shutdown();
    icon.close();
    window.close();
  }

  /** Runs on the worker alone. */
  private final class Service {
    private final AgentControl control;
    private final Browser browser;
    private final Announcements announcements;
    private @Nullable TrayView last;

    Service(AgentControl control, Browser browser, Announcements announcements) {
      this.control = control;
      this.browser = browser;
      this.announcements = announcements;
    }

    void refresh() {
      try {
        AgentStatus status = control.status();
        TrayView view = TrayView.of(status, clock.instant(), clock.getZone());
        if (!view.equals(last)) {
          last = view;
          icon.show(view);
        }
        announcements.of(status).forEach(icon::announce);
      } catch (RuntimeException e) {
        LOG.error("The tray cannot show the state: {}", e.getClass().getName());
      }
    }

    void perform(TrayMenu.Command command) {
      try {
        carryOut(command);
      } catch (ControlException e) {
        refuse(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        refuse(TrayTexts.get("notify.browser"));
      } catch (RuntimeException e) {
        LOG.error("A choice from the tray failed: {}", e.getClass().getName());
        refuse(e.getClass().getSimpleName());
      }
      refresh();
    }

    private void carryOut(TrayMenu.Command command) throws ControlException, IOException {
      Instant now = clock.instant();
      switch (command) {
        case VIEW -> browser.open(control.viewerUrl());
        // The viewer's page opens its notice where the fragment says so.
        case POLICY -> browser.open(URI.create(control.viewerUrl() + "&notice"));
        case PAUSE_QUARTER -> pause(Duration.ofMinutes(15), now);
        case PAUSE_HOUR -> pause(Duration.ofHours(1), now);
        case PAUSE_UNTIL_TOMORROW ->
            pause(Duration.between(now, PauseTimes.untilTomorrow(now, clock.getZone())), now);
        case PAUSE_UNTIL_RESUMED -> pause(null, now);
        case RESUME -> control.resume();
      }
    }

    private void pause(@Nullable Duration howLong, Instant now) throws ControlException {
      AgentControl.Pause pause = control.pause(howLong);
      Instant until = pause.until();
      if (pause.clamped() && until != null) {
        icon.announce(
            new Announcement(
                Sign.PAUSED,
                TrayTexts.get("notify.clamped", TrayView.time(until, now, clock.getZone())),
                TrayTexts.get("notify.clamped.why")));
      }
    }

    private void refuse(String why) {
      icon.announce(new Announcement(Sign.TROUBLE, TrayTexts.get("notify.refused"), why));
    }
  }
}
