package dev.vitrine.agent;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.ControlException;
import dev.vitrine.policy.Policy;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.viewer.ViewerOptions;
import dev.vitrine.viewer.ViewerServer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The viewer's server, there only while somebody looks: started on demand, closed after fifteen
 * minutes without a sign of a person.
 */
public final class ViewerHost implements AutoCloseable {
  /** Without a request for so long, the viewer closes. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  private final int port;
  private final AgentControl control;
  private final Clock clock;
  private final Runnable onIdle;
  private @Nullable ViewerServer server;

  /** Port 0 = any that is free; {@code onIdle} is told after the viewer closed by itself. */
  public ViewerHost(int port, AgentControl control, Clock clock, Runnable onIdle) {
    this.port = port;
    this.control = control;
    this.clock = clock;
    this.onIdle = onIdle;
  }

  /** An address with a fresh one-time token. */
  public synchronized URI url(CaptureLog log, Supplier<Optional<Policy>> policy)
      throws ControlException {
    ViewerServer running = server;
    if (running == null) {
      try {
        running =
            ViewerServer.start(
                new ViewerOptions(port, policy),
                log,
                control,
                new SecureRandom(),
                clock,
                clock.getZone());
      } catch (IOException e) {
        throw new ControlException("the viewer cannot listen on port " + port + "; is it taken?");
      }
      running.onIdle(IDLE, this::closeIdle);
      server = running;
    }
    return running.freshUrl();
  }

  private void closeIdle() {
    close();
    onIdle.run();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
