package dev.vitrine.agent;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.upload.PowerAndNetwork;
import dev.vitrine.upload.Uploader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** The open store and the uploader that empties it. */
record Buffer(VitrineStore store, Uploader uploader, KeyStorage keys) {
  /** How long a running upload may take at a stop. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /**
   * Opens the store; the uploader is neither configured nor started.
   *
   * @param base clocks, and where identifiers come from
   * @param ticker the clock by which the uploader waits
   * @throws AgentException where the key store or the store cannot be used; one line. Nothing stays
   *     open then
   */
  static Buffer open(
      Path dataDir,
      Policy.Buffer terms,
      Seams.KeyStores keyStores,
      StoreOptions base,
      LongSupplier ticker)
      throws AgentException {
    StoreOptions options =
        base.withLimits(
            (long) terms.maxMegabytes() << 20, terms.keepSentDays(), terms.keepUnsentDays());
    try {
      KeyStorage keys = keyStores.of(dataDir, terms.fileKeyStore());
      VitrineStore store = VitrineStore.open(dataDir, keys, options);
      try {
        Uploader uploader =
            new Uploader(
                store.outbox(),
                identity(store),
                keys,
                PowerAndNetwork.unknown(),
                options.wall(),
                ticker,
                options.random());
        return new Buffer(store, uploader, keys);
      } catch (StoreException | KeyStorageException | RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (StoreException | KeyStorageException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    }
  }

  private static AgentIdentity identity(VitrineStore store)
      throws StoreException, KeyStorageException {
    byte[] secret = store.agentSecret();
    try {
      return AgentIdentity.parse(new String(secret, StandardCharsets.US_ASCII))
          .orElseThrow(
              () ->
                  new StoreException(
                      StoreException.Kind.KEY, "the agent's secret in the key store is damaged"));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Gives a running upload three seconds, then closes everything. */
  void close() throws StoreException {
    uploader.close(GRACE);
    store.close();
  }
}
