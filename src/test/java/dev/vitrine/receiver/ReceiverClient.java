package dev.vitrine.receiver;

import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.protocol.ContentDigest;
import dev.vitrine.record.RecordLine;
import dev.vitrine.testing.InMemoryOutbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Speaks to a receiver as its author reads the protocol, with room for mistakes. */
final class ReceiverClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A receiver that does not answer fails the test. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final AgentIdentity identity;
  private final URI url;

  ReceiverClient(URI url, int seed) {
    this.url = url;
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    this.identity = AgentIdentity.of(secret);
  }

  static String batchId(int n) {
    return "batch-%016d".formatted(n);
  }

  HttpResponse<String> send(int batch, List<RecordLine> lines)
      throws IOException, InterruptedException {
    return send(batch, InMemoryOutbox.gzip(lines), Map.of());
  }

  /** Sends with some headers changed; an empty value leaves the header out. */
  HttpResponse<String> send(int batch, byte[] body, Map<String, String> changed)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-ndjson");
    headers.put("Content-Encoding", "gzip");
    headers.put("Idempotency-Key", "\"" + batchId(batch) + "\"");
    headers.put("Content-Digest", ContentDigest.of(body));
    headers.put("Vitrine-Purpose", "ai-training");
    headers.putAll(identity());
    headers.putAll(changed);
    return HTTP.send(
        request("/v1/batches", headers).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> erase(String json) throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(identity());
    headers.put("Content-Type", "application/json");
    return HTTP.send(
        request("/v1/erasures", headers)
            .POST(BodyPublishers.ofByteArray(json.getBytes(StandardCharsets.UTF_8)))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    return HTTP.send(request(path, headers).GET().build(), BodyHandlers.ofString());
  }

  Map<String, String> identity() {
    return Map.of("Vitrine-Agent", identity.id(), "Vitrine-Agent-Key", identity.secret());
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    return request;
  }
}
