package dev.vitrine.agent;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import java.util.Optional;

/** A key store that cannot be used: every use says why. */
record RefusingKeyStorage(KeyStorageException why) implements KeyStorage {
  @Override
  public Optional<byte[]> load(String name) throws KeyStorageException {
    throw why;
  }

  @Override
  public void store(String name, byte[] secret) throws KeyStorageException {
    throw why;
  }

  @Override
  public void remove(String name) throws KeyStorageException {
    throw why;
  }

  @Override
  public String kind() {
    return "system";
  }
}
