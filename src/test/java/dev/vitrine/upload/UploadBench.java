package dev.vitrine.upload;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.testing.InMemoryOutbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An uploader with a time of its own, over an outbox in memory. */
final class UploadBench implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  final AtomicLong nanos = new AtomicLong();
  final Keys keys = new Keys();
  final Surroundings surroundings = new Surroundings();
  final InMemoryOutbox outbox;
  final AgentIdentity identity = AgentIdentity.of(new byte[32]);
  final Uploader uploader;

  UploadBench(InMemoryOutbox outbox) {
    this.outbox = outbox;
    this.uploader =
        new Uploader(outbox, identity, keys, surroundings, this::now, nanos::get, new Random(7));
  }

  Instant now() {
    return START.plusNanos(nanos.get());
  }

  void advance(Duration howLong) {
    nanos.addAndGet(howLong.toNanos());
  }

  /** Steps without letting time pass, until nothing more is done at once. */
  Uploader.Outcome settle() {
    Uploader.Outcome outcome = uploader.step();
    for (int i = 0; i < 10_000 && outcome == Uploader.Outcome.WORKED; i++) {
      outcome = uploader.step();
    }
    return outcome;
  }

  static Policy.Upload terms(String endpoint) {
    return terms(endpoint, new Policy.Auth.None(), null);
  }

  static Policy.Upload terms(String endpoint, Policy.Auth auth, @Nullable String receiptKey) {
    return new Policy.Upload(
        URI.create(endpoint),
        Duration.ZERO,
        null,
        null,
        true,
        true,
        auth,
        true,
        null,
        null,
        receiptKey);
  }

  @Override
  public void close() {
    uploader.close(Duration.ofMillis(1));
  }

  /** Keys in memory. */
  static final class Keys implements KeyStorage {
    final Map<String, String> secrets = new HashMap<>();

    @Override
    public Optional<byte[]> load(String name) {
      return Optional.ofNullable(secrets.get(name))
          .map(secret -> secret.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void store(String name, byte[] secret) {
      secrets.put(name, new String(secret, StandardCharsets.US_ASCII));
    }

    @Override
    public void remove(String name) {
      secrets.remove(name);
    }

    @Override
    public String kind() {
      return "file";
    }
  }

  /** A power supply and a network that can be changed. */
  static final class Surroundings implements PowerAndNetwork {
    boolean metered;
    boolean onBattery;

    @Override
    public boolean metered() {
      return metered;
    }

    @Override
    public boolean onBattery() {
      return onBattery;
    }
  }
}
