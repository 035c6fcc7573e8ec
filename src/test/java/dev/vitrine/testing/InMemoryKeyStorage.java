package dev.vitrine.testing;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A key store in memory that can be locked, or made to fail. */
public final class InMemoryKeyStorage implements KeyStorage {
  private final Map<String, byte[]> secrets = new TreeMap<>();
  private boolean locked;
  private boolean failsToStore;
  private boolean failsToRemove;

  @Override
  public synchronized Optional<byte[]> load(String name) throws KeyStorageException {
    checkUnlocked();
    return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
  }

  @Override
  public synchronized void store(String name, byte[] secret) throws KeyStorageException {
    checkUnlocked();
    if (failsToStore) {
      throw new KeyStorageException(KeyStorageException.Kind.FAILED, "told to fail");
    }
    secrets.put(name, secret.clone());
  }

  @Override
  public synchronized void remove(String name) throws KeyStorageException {
    checkUnlocked();
    if (failsToRemove) {
      throw new KeyStorageException(KeyStorageException.Kind.FAILED, "told to fail");
    }
    secrets.remove(name);
  }

  @Override
  public String kind() {
    return "system";
  }

  /** From now on every call fails as locked, or works again. */
  public synchronized void lock(boolean on) {
    locked = on;
  }

  /** From now on nothing can be stored, or can be again. */
  public synchronized void failToStore(boolean on) {
    failsToStore = on;
  }

  /** From now on nothing can be removed, or can be again. */
  public synchronized void failToRemove(boolean on) {
    failsToRemove = on;
  }

  /** The names of what is stored. */
  public synchronized Set<String> names() {
    return new TreeSet<>(secrets.keySet());
  }

  /** Another key store with the same content. */
  public synchronized InMemoryKeyStorage copy() {
    InMemoryKeyStorage copy = new InMemoryKeyStorage();
    secrets.forEach((name, secret) -> copy.secrets.put(name, secret.clone()));
    return copy;
  }

  private void checkUnlocked() throws KeyStorageException {
    if (locked) {
      throw new KeyStorageException(KeyStorageException.Kind.LOCKED, "The key store is locked");
    }
  }
}
