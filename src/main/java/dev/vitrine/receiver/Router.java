package dev.vitrine.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.vitrine.crypto.Digests;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.protocol.BatchAnswer;
import dev.vitrine.protocol.ContentDigest;
import dev.vitrine.protocol.ErasureRequest;
import dev.vitrine.protocol.Health;
import dev.vitrine.protocol.Problem;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The paths of the protocol, and the checks before anything is stored. */
final class Router implements HttpHandler {
  /** How much of a refused body is still read, so that the client sees the answer. */
  private static final int DRAIN_BYTES = 4 * 1024 * 1024;

  private static final String RETRY_SECONDS = "5";

  private final ReceiverStore store;
  private final Workers workers;
  private final @Nullable Tokens tokens;
  private final boolean sealedOnly;
  private final Health health;
  private final InstantSource clock;

  Router(
      ReceiverStore store,
      Workers workers,
      @Nullable Tokens tokens,
      boolean sealedOnly,
      Health health,
      InstantSource clock) {
    this.store = store;
    this.workers = workers;
    this.tokens = tokens;
    this.sealedOnly = sealedOnly;
    this.health = health;
    this.clock = clock;
  }

  /** An answer: status and JSON. */
  private static final class Reply {
    private final int status;
    private final String type;
    private final byte[] body;

    Reply(int status, String type, byte[] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = route(exchange);
      } catch (Refusal e) {
        drain(exchange.getRequestBody());
        reply = problem(exchange, e.problem());
      } catch (SQLException | StoreFailure e) {
        reply =
            problem(
                exchange,
                new Problem(Problem.Type.UNAVAILABLE, "the receiver cannot store at the moment"));
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status, head ? -1 : reply.body.length);
      if (head) {
        return;
      }
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body);
      }
    }
  }

  private Reply route(HttpExchange exchange)
      throws Refusal, IOException, SQLException, StoreFailure {
    if (tokens != null && !tokens.admit(header(exchange, "Authorization"))) {
      throw new Refusal(Problem.Type.UNAUTHORIZED, "a bearer token of this receiver is needed");
    }
    String path = exchange.getRequestURI().getRawPath();
    if (path.equals(Wire.HEALTH)) {
      method(exchange, "GET");
      return new Reply(200, Wire.JSON, health.json());
    }
    if (path.equals(Wire.BATCHES)) {
      method(exchange, "POST");
      return batch(exchange);
    }
    if (path.equals(Wire.ERASURES)) {
      method(exchange, "POST");
      return erase(exchange);
    }
    if (path.startsWith(Wire.ERASURES + "/")) {
      method(exchange, "GET");
      return erasure(exchange, path.substring(Wire.ERASURES.length() + 1));
    }
    throw new Refusal(Problem.Type.NOT_FOUND, "there is nothing at this path");
  }

  private Reply batch(HttpExchange exchange)
      throws Refusal, IOException, SQLException, StoreFailure {
    String agent = agent(exchange);
    if (!Wire.PURPOSE.equals(header(exchange, Wire.VITRINE_PURPOSE))) {
      throw new Refusal(Problem.Type.PURPOSE, "only the purpose ai-training is taken");
    }
    boolean sealed = Wire.SEALED.equals(mediaType(exchange));
    if (!sealed) {
      media(exchange, sealedOnly ? Wire.SEALED : Wire.NDJSON);
      String encoding = header(exchange, "Content-Encoding");
      if (encoding == null || !encoding.strip().equalsIgnoreCase("gzip")) {
        throw new Refusal(Problem.Type.UNSUPPORTED_MEDIA_TYPE, "a batch comes with gzip");
      }
    }
    String id = idempotencyKey(exchange);
    byte[] body = body(exchange, health.limits().sentBytes());
    if (!ContentDigest.matches(header(exchange, Wire.CONTENT_DIGEST), body)) {
      throw new Refusal(Problem.Type.DIGEST_MISMATCH, "a sha-256 of the body as sent is needed");
    }
    IncomingBatch batch =
        new IncomingBatch(
            id,
            Digests.sha256(body),
            sealed
                ? BatchBody.sealed(body, id, health.limits())
                : BatchBody.records(body, health.limits()),
            sealed ? body : null);
    if (!storing(() -> store.store(agent, batch, clock.instant()))) {
      throw new Refusal(Problem.Type.BATCH_CHANGED, "nothing was stored or overwritten");
    }
    return new Reply(200, Wire.JSON, new BatchAnswer(id, batch.records().size()).json());
  }

  private Reply erase(HttpExchange exchange)
      throws Refusal, IOException, SQLException, StoreFailure {
    String agent = agent(exchange);
    media(exchange, Wire.JSON);
    byte[] body = body(exchange, Wire.MAX_ERASURE_BYTES);
    if (header(exchange, Wire.CONTENT_DIGEST) != null
        && !ContentDigest.matches(header(exchange, Wire.CONTENT_DIGEST), body)) {
      throw new Refusal(Problem.Type.DIGEST_MISMATCH, "the digest is not the body's");
    }
    ErasureRequest request;
    try {
      request = ErasureRequest.parse(body);
    } catch (ProtocolException e) {
      throw new Refusal(Problem.Type.MALFORMED, "not an erasure request: " + e.getMessage());
    }
    return erasureReply(
        agent, request.id(), storing(() -> store.erase(agent, request, clock.instant())));
  }

  private Reply erasure(HttpExchange exchange, String id)
      throws Refusal, SQLException, StoreFailure {
    String agent = agent(exchange);
    return erasureReply(agent, id, storing(() -> store.state(agent, id, clock.instant())));
  }

  private Reply erasureReply(String agent, String id, ReceiverStore.ErasureState state)
      throws Refusal, SQLException {
    return switch (state) {
      case DONE -> new Reply(200, Wire.JSON, store.receipt(agent, id).orElseThrow().json());
      case PENDING ->
          new Reply(202, Wire.JSON, "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      case CHANGED ->
          throw new Refusal(Problem.Type.ERASURE_CHANGED, "the first request of that id stands");
      case UNKNOWN -> throw new Refusal(Problem.Type.NOT_FOUND, "no erasure of that id");
    };
  }

  /** The disk, not the client, failed. */
  private static final class StoreFailure extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    StoreFailure(IOException cause) {
      super(cause);
    }
  }

  @FunctionalInterface
  private interface StoreWork<T> {
    T run() throws IOException, SQLException;
  }

  private <T> T storing(StoreWork<T> work) throws SQLException, StoreFailure {
    try {
      return workers.<T, IOException, SQLException>unhurried(work::run);
    } catch (IOException e) {
      throw new StoreFailure(e);
    }
  }

  /** The agent's id, proved by its secret. */
  private static String agent(HttpExchange exchange) throws Refusal {
    String id = header(exchange, Wire.VITRINE_AGENT);
    String secret = header(exchange, Wire.VITRINE_AGENT_KEY);
    if (id == null || secret == null) {
      throw new Refusal(Problem.Type.MALFORMED, "the agent's id and key are needed");
    }
    return AgentIdentity.parse(secret)
        .map(AgentIdentity::id)
        .filter(id::equals)
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.Type.AGENT_MISMATCH,
                    "the id is the base64url SHA-256 of the key's text"));
  }

  private static String idempotencyKey(HttpExchange exchange) throws Refusal {
    String key = header(exchange, Wire.IDEMPOTENCY_KEY);
    if (key != null && key.length() > 2 && key.startsWith("\"") && key.endsWith("\"")) {
      String batch = key.substring(1, key.length() - 1);
      if (Wire.isId(batch)) {
        return batch;
      }
    }
    throw new Refusal(Problem.Type.MALFORMED, "the Idempotency-Key is the batch's id, in quotes");
  }

  private static void media(HttpExchange exchange, String type) throws Refusal {
    if (!mediaType(exchange).equals(type)) {
      throw new Refusal(Problem.Type.UNSUPPORTED_MEDIA_TYPE, "this path takes " + type);
    }
  }

  private static String mediaType(HttpExchange exchange) {
    String given = header(exchange, "Content-Type");
    return given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static void method(HttpExchange exchange, String method) throws Refusal {
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      throw new Refusal(Problem.Type.METHOD_NOT_ALLOWED, "this path takes " + method);
    }
  }

  /** Reads at most {@code limit} bytes; one more is a refusal. */
  private static byte[] body(HttpExchange exchange, int limit) throws Refusal, IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(limit);
    if (body.length == limit && in.read() >= 0) {
      throw new Refusal(Problem.Type.TOO_LARGE, "at most " + limit + " bytes are taken");
    }
    return body;
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    int left = DRAIN_BYTES;
    while (left > 0) {
      int read = in.read(buffer, 0, Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  private static Reply problem(HttpExchange exchange, Problem problem) {
    switch (problem.type()) {
      case UNAUTHORIZED -> exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      case UNAVAILABLE -> exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
      default -> {}
    }
    return new Reply(problem.type().status(), Wire.PROBLEM_JSON, problem.json());
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    // Two of a kind is a request that two readers could understand differently.
    return values != null && values.size() == 1 ? values.get(0) : null;
  }
}
