package dev.vitrine.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an {@link AgentControl} on its Unix-domain socket, to the agent's own user only (mode
 * 0600).
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /** Requests answered at once; further ones wait for the operating system's backlog. */
  private static final int MAX_THREADS = 4;

  /** Seconds in which a request has to arrive, so that silent callers cannot shut others out. */
  private static final long READ_SECONDS = 2;

  private final Path path;
  private final ServerSocketChannel channel;
  private final AgentControl control;
  private final ExecutorService workers;
  private final ScheduledExecutorService impatience;
  private final Thread acceptor;

  private ControlServer(Path path, ServerSocketChannel channel, AgentControl control) {
    this.path = path;
    this.channel = channel;
    this.control = control;
    this.workers =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "vitrine-control"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    this.impatience =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "vitrine-control-timeout"));
    this.acceptor = daemon(this::accept, "vitrine-control-accept");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Listens for the agent of a data directory. The caller holds that directory's lock, so a socket
   * file that is still there is a dead agent's.
   */
  public static ControlServer start(Path dataDir, @Nullable String runtimeDir, AgentControl control)
      throws IOException {
    Path path = ControlSocket.pathFor(dataDir, runtimeDir);
    Files.deleteIfExists(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    ControlServer server = new ControlServer(path, channel, control);
    server.acceptor.start();
    return server;
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        SocketChannel connection = channel.accept();
        workers.execute(() -> serve(connection));
      } catch (AsynchronousCloseException e) {
        return;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("A control connection failed: {}", e.getClass().getSimpleName());
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      ControlSocket.write(connection, answer(readInTime(connection)));
    } catch (IOException e) {
      LOG.debug("A control connection broke: {}", e.getClass().getSimpleName());
    }
  }

  private JsonNode readInTime(SocketChannel connection) throws IOException {
    ScheduledFuture<?> hangUp =
        impatience.schedule(() -> hangUp(connection), READ_SECONDS, TimeUnit.SECONDS);
    try {
      return ControlSocket.read(connection);
    } finally {
      hangUp.cancel(false);
    }
  }

  private static void hangUp(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("A control connection did not close: {}", e.getClass().getSimpleName());
    }
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = ControlSocket.MAPPER.createObjectNode();
    try {
      answer.set("ok", perform(request));
    } catch (ControlException e) {
      answer.put("error", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A control request failed: {}", e.getClass().getName());
      answer.put(
          "error", "the agent failed on this request (" + e.getClass().getSimpleName() + ")");
    }
    return answer;
  }

  private ObjectNode perform(JsonNode request) throws ControlException {
    String verb = request.path("do").asText();
    return switch (verb) {
      case "status" -> StatusJson.encode(control.status());
      case "notice" -> notice();
      case "acknowledge" ->
          StatusJson.encode(control.acknowledge(request.path("revision").asText()));
      case "pause" -> pause(request);
      case "resume" -> StatusJson.encode(control.resume());
      case "delete" -> delete(request);
      case "viewer" ->
          ControlSocket.MAPPER.createObjectNode().put("url", control.viewerUrl().toString());
      default -> throw new ControlException("the agent does not know this request");
    };
  }

  private ObjectNode notice() {
    ObjectNode node = ControlSocket.MAPPER.createObjectNode();
    AgentControl.Notice notice = control.notice();
    if (notice != null) {
      node.put("organization", notice.organization());
      node.put("revision", notice.revision());
      node.put("text", notice.text());
      node.put("contact", notice.contact());
      node.put("explanation", notice.explanation());
      node.put("acknowledged", notice.acknowledged());
      node.put("loopback", notice.loopback());
    }
    return node;
  }

  private ObjectNode pause(JsonNode request) throws ControlException {
    Duration howLong =
        request.has("seconds") ? Duration.ofSeconds(request.path("seconds").longValue()) : null;
    AgentControl.Pause pause = control.pause(howLong);
    ObjectNode node = ControlSocket.MAPPER.createObjectNode();
    Instant until = pause.until();
    node.put("until", until == null ? null : until.toString());
    node.put("clamped", pause.clamped());
    return node;
  }

  private ObjectNode delete(JsonNode request) throws ControlException {
    AgentControl.Deletion deletion = control.delete(selection(request));
    ObjectNode node = ControlSocket.MAPPER.createObjectNode();
    node.put("records", deletion.records());
    node.put("alreadySent", deletion.alreadySent());
    node.put("erasure", deletion.erasure());
    return node;
  }

  private static AgentControl.DeletionRequest selection(JsonNode request) throws ControlException {
    if (request.path("all").asBoolean()) {
      return new AgentControl.DeletionRequest.All();
    }
    if (request.has("lastSeconds")) {
      return new AgentControl.DeletionRequest.Last(
          Duration.ofSeconds(request.path("lastSeconds").longValue()));
    }
    if (request.has("from") && request.has("to")) {
      return new AgentControl.DeletionRequest.Between(
          Instant.parse(request.path("from").asText()), Instant.parse(request.path("to").asText()));
    }
    if (request.has("app")) {
      return new AgentControl.DeletionRequest.App(request.path("app").asText());
    }
    if (request.has("ids")) {
      Set<String> ids = new HashSet<>();
      request.path("ids").forEach(id -> ids.add(id.asText()));
      return new AgentControl.DeletionRequest.Ids(ids);
    }
    throw new ControlException("nothing says what to delete");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    workers.shutdown();
    impatience.shutdownNow();
    Files.deleteIfExists(path);
  }
}
