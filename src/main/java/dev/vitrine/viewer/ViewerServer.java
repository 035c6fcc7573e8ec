package dev.vitrine.viewer;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.control.AgentControl;
import dev.vitrine.store.CaptureLog;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local page "what was captured". It listens on 127.0.0.1 alone, serves a fixed set of files,
 * and answers its API only to a browser that came with a one-time address from {@link #freshUrl}.
 *
 * <p>What it guards against: other sites (host name, origin, fetch metadata, key header, no CORS),
 * script in captured text (content security policy without inline script; the page inserts text as
 * text), other users of the machine (tokens), and clients that are slow or send too much. What it
 * cannot guard against: a program that runs as the same user, who can read the browser's memory.
 */
public final class ViewerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewerServer.class);

  private static final int THREADS = 6;
  private static final int WAITING = 64;

  /** Longest time, in seconds, for a request to arrive. */
  private static final String SLOWEST_REQUEST = "3";

  /**
   * Longest time, in seconds, for an answer to be made and taken; deleting everything takes time.
   */
  private static final String SLOWEST_ANSWER = "300";

  private static final int BUFFER = 64 * 1024;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  static {
    // The JDK's server has no other way to bound slow clients; both are off by default.
    setUnlessSet("sun.net.httpserver.maxReqTime", SLOWEST_REQUEST);
    setUnlessSet("sun.net.httpserver.maxRspTime", SLOWEST_ANSWER);
    // Head and body are two packets; without this the second waits 40 ms for the first's receipt.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor pool;
  private final ScheduledExecutorService idleTimer;
  private final Sessions sessions;
  private final Resources resources;
  private final Api api;
  private final Clock clock;
  private volatile Instant lastSeen;

  private ViewerServer(
      HttpServer server, Sessions sessions, Resources resources, Api api, Clock clock) {
    this.server = server;
    this.sessions = sessions;
    this.resources = resources;
    this.api = api;
    this.clock = clock;
    this.lastSeen = clock.instant();
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            named("vitrine-viewer-"));
    this.pool.allowCoreThreadTimeOut(true);
    this.idleTimer = Executors.newSingleThreadScheduledExecutor(named("vitrine-viewer-idle-"));
  }

  /**
   * Binds and serves.
   *
   * @param random where tokens come from; a {@link java.security.SecureRandom} but for tests
   * @throws IOException where the port is taken or the program is incomplete
   */
  public static ViewerServer start(
      ViewerOptions options,
      CaptureLog log,
      AgentControl control,
      RandomGenerator random,
      Clock clock,
      ZoneId zone)
      throws IOException {
    Resources resources = new Resources();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, options.port()), WAITING);
    Api api = new Api(log, control, options.policy(), clock, zone);
    ViewerServer viewer =
        new ViewerServer(server, new Sessions(random, clock), resources, api, clock);
    server.createContext("/", viewer::handle);
    server.setExecutor(viewer.pool);
    server.start();
    return viewer;
  }

  /**
   * An address that opens the page once, within two minutes. The token is in the fragment, which
   * browsers do not send and servers do not log.
   */
  public URI freshUrl() {
    lastSeen = clock.instant();
    return URI.create("http://127.0.0.1:" + port() + "/#token=" + sessions.issue());
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** For how long there has been no sign of a person: no new address, no request by one. */
  public Duration idleFor() {
    return Duration.between(lastSeen, clock.instant());
  }

  /**
   * Runs the action once, on a thread of the viewer's own, after {@link #idleFor} reached the
   * limit; at most a quarter of the limit late. May be asked for once.
   */
  public void onIdle(Duration limit, Runnable action) {
    long period = Math.max(1, limit.toMillis() / 4);
    // The action ends the timer; nobody waits for it.
    ScheduledFuture<?> unused =
        idleTimer.scheduleWithFixedDelay(
            () -> {
              if (idleFor().compareTo(limit) >= 0) {
                idleTimer.shutdown();
                action.run();
              }
            },
            period,
            period,
            TimeUnit.MILLISECONDS);
  }

  /** Stops at once; running answers are cut off. May be called again. */
  @Override
  public void close() {
    idleTimer.shutdown();
    api.close();
    server.stop(0);
    pool.shutdown();
  }

  private void handle(HttpExchange exchange) {
    try {
      write(exchange, answer(exchange));
    } catch (IOException e) {
      // The browser went away; there is nobody to tell.
      LOG.debug("a viewer connection ended early");
      exchange.close();
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      Request request = Request.of(exchange, port());
      String path = request.path();
      if (path.equals("/api/session")) {
        return open(request);
      }
      if (path.startsWith("/api/")) {
        boolean person = request.post() || !"1".equals(request.query("unattended"));
        admit(request, person);
        return api.answer(request);
      }
      if (request.post()) {
        throw new Refusal(405, "only GET is understood here");
      }
      return resources.find(path).orElseThrow(() -> new Refusal(404, "there is no such page"));
    } catch (Refusal e) {
      return Answer.problem(e.status(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Only the kind of failure is logged: a message may hold content.
      LOG.error("the viewer could not answer: {}", e.getClass().getName());
      return Answer.problem(500, "something went wrong in Vitrine; its log says where");
    }
  }

  private Answer open(Request request) throws Refusal {
    if (!request.post()) {
      throw new Refusal(405, "only POST is understood here");
    }
    Sessions.Opened opened =
        sessions
            .open(request.text("token", 100), request.cookie(cookieName()))
            .orElseThrow(() -> new Refusal(401, "this address was used already or is too old"));
    lastSeen = clock.instant();
    return api.opened(opened.key())
        .with(cookieName() + "=" + opened.cookie() + "; Path=/api; HttpOnly; SameSite=Strict");
  }

  private void admit(Request request, boolean person) throws Refusal {
    String cookie = request.cookie(cookieName());
    if (!sessions.admits(cookie, request.header("X-Vitrine-Key"), person)) {
      throw new Refusal(401, "this page is not open; run: vitrine viewer");
    }
    if (person) {
      lastSeen = clock.instant();
    }
  }

  /** Browsers share cookies between the ports of a host; the port in the name keeps ours apart. */
  private String cookieName() {
    return "vitrine-" + port();
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    String cookie = answer.cookie();
    if (cookie != null) {
      headers.set("Set-Cookie", cookie);
    }
    Answer.Body stream = answer.stream();
    if (stream != null) {
      exchange.sendResponseHeaders(answer.status(), 0);
      // Closed only where all was written: a body that breaks off must not look whole.
      OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
      stream.write(out);
      out.close();
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
