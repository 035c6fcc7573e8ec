package dev.vitrine.durability;

import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.protocol.ContentDigest;
import dev.vitrine.store.FrozenBatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A batch that was on its way for long and arrives after all. */
final class LateBatch {
  private LateBatch() {}

  /** Sends it as that agent; says the status of the answer. */
  static int send(Workstation agent, String endpoint, FrozenBatch batch) throws Exception {
    AgentIdentity identity =
        AgentIdentity.parse(new String(agent.store.agentSecret(), StandardCharsets.US_ASCII))
            .orElseThrow();
    byte[] body = batch.body();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/v1/batches"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .header("Idempotency-Key", "\"" + batch.id() + "\"")
            .header("Content-Digest", ContentDigest.of(body))
            .header("Vitrine-Purpose", "ai-training")
            .header("Vitrine-Agent", identity.id())
            .header("Vitrine-Agent-Key", identity.secret())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }
}
