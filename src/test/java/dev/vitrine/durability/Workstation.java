package dev.vitrine.durability;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.testing.HandSteadyClock;
import dev.vitrine.testing.MutableClock;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.PowerAndNetwork;
import dev.vitrine.upload.Uploader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an agent: a real buffer and a real uploader, with a clock that a test moves.
 */
final class Workstation implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  final Path data;
  final KeyStorage keys;
  final MutableClock clock;
  final HandSteadyClock steady = new HandSteadyClock();
  final VitrineStore store;
  final Uploader uploader;
  private final String endpoint;

  Workstation(Path data, KeyStorage keys, String endpoint)
      throws StoreException, KeyStorageException {
    this(data, keys, endpoint, new MutableClock(START, ZoneOffset.UTC), outbox -> outbox);
  }

  /** {@code between} may stand between uploader and buffer. */
  Workstation(
      Path data,
      KeyStorage keys,
      String endpoint,
      MutableClock clock,
      UnaryOperator<Outbox> between)
      throws StoreException, KeyStorageException {
    this.data = data;
    this.keys = keys;
    this.endpoint = endpoint;
    this.clock = clock;
    this.store = VitrineStore.open(data, keys, StoreOptions.defaults(clock).withSteady(steady));
    byte[] secret = store.agentSecret();
    AgentIdentity identity =
        AgentIdentity.parse(new String(secret, StandardCharsets.US_ASCII)).orElseThrow();
    Arrays.fill(secret, (byte) 0);
    this.uploader =
        new Uploader(
            between.apply(store.outbox()),
            identity,
            keys,
            PowerAndNetwork.unknown(),
            clock,
            steady::nanos,
            new Random(7));
    uploader.configure(terms(endpoint));
  }

  static Workstation in(Path dir, String endpoint) throws StoreException, KeyStorageException {
    return new Workstation(dir.resolve("data"), new FileKeyStorage(dir.resolve("keys")), endpoint);
  }

  static Policy.Upload terms(String endpoint) {
    return new Policy.Upload(
        URI.create(endpoint),
        Duration.ZERO,
        null,
        null,
        false,
        false,
        new Policy.Auth.None(),
        true,
        null,
        null,
        null);
  }

  /** Appends records {@code from} (inclusive) to {@code to} (exclusive); says their ids. */
  List<String> append(int from, int to) throws StoreException {
    return append(from, to, Duration.ZERO, null);
  }

  List<String> append(int from, int to, Duration hold, @Nullable String sealTo)
      throws StoreException {
    List<NewRecord> records = new ArrayList<>();
    for (int n = from; n < to; n++) {
      records.add(new NewRecord(WireRecords.line(n), clock.instant()));
    }
    store.capture().append(records, new HoldTerms(hold, endpoint, sealTo));
    return WireRecords.ids(from, to);
  }

  /** Lets time pass while the agent runs. */
  void pass(Duration time) throws StoreException {
    steady.pass(time);
    clock.advance(time);
    store.outbox().keepAge();
  }

  /** Steps without letting time pass, until nothing more is done at once. */
  Uploader.Outcome settle() {
    Uploader.Outcome outcome = uploader.step();
    while (outcome == Uploader.Outcome.WORKED) {
      outcome = uploader.step();
    }
    return outcome;
  }

  /** Steps through time until nothing is left to send. */
  void drain() throws StoreException {
    for (int i = 0; i < 1000 && settle() != Uploader.Outcome.IDLE; i++) {
      pass(Duration.ofMinutes(1));
    }
  }

  @Override
  public void close() throws StoreException {
    uploader.close(Duration.ofMillis(1));
    store.close();
  }
}
