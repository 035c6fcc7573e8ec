package dev.vitrine.crypto;

import java.util.Optional;

/**
 * Seam: the operating system's key store. Secrets are bytes, never {@code String}s; callers wipe
 * what they are given. Calls block for a bounded time and then fail as {@link
 * KeyStorageException.Kind#LOCKED}.
 */
public interface KeyStorage {
  /** The secret of that name, or empty where there is none. */
  Optional<byte[]> load(String name) throws KeyStorageException;

  /** Stores or replaces a secret; durable when it returns. The caller keeps and wipes its array. */
  void store(String name, byte[] secret) throws KeyStorageException;

  /** Removes a secret; harmless where there is none. */
  void remove(String name) throws KeyStorageException;

  /** {@code "system"} or {@code "file"}, as {@code status} says it. */
  String kind();
}
