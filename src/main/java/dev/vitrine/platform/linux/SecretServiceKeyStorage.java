package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.crypto.KeyStorageException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The desktop's key store (GNOME Keyring, KWallet, KeePassXC) by the Secret Service protocol, with
 * libsecret. Secrets lie in the default collection in base64, one item a name. Each call runs on a
 * thread of its own and is cancelled after the time-out, as a locked collection waits for a prompt
 * that perhaps nobody sees. Safe for use by several threads.
 */
public final class SecretServiceKeyStorage implements KeyStorage {
  /** Long enough for a slow start of the service over the bus. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Duration timeout;
  private final LibSecret libSecret;

  private SecretServiceKeyStorage(LibSecret libSecret, Duration timeout) {
    this.libSecret = libSecret;
    this.timeout = timeout;
  }

  /**
   * Connects to nothing yet, but finds the library and the session bus.
   *
   * @param environment as {@link System#getenv()} has it
   * @throws KeyStorageException {@link Kind#UNAVAILABLE} where there is no libsecret or no bus
   */
  public static SecretServiceKeyStorage open(Map<String, String> environment, Duration timeout)
      throws KeyStorageException {
    if (!hasSessionBus(environment)) {
      throw new KeyStorageException(
          Kind.UNAVAILABLE,
          "There is no session bus, so no key store: log in to a desktop session, or set"
              + " buffer.keyStore to \"file\" in the policy");
    }
    return new SecretServiceKeyStorage(LibSecret.load(), timeout);
  }

  private static boolean hasSessionBus(Map<String, String> environment) {
    String address = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return !address.isEmpty() || (!runtime.isEmpty() && Files.exists(Path.of(runtime, "bus")));
  }

  @Override
  public Optional<byte[]> load(String name) throws KeyStorageException {
    return call(() -> cancellable -> lookup(name, cancellable));
  }

  @Override
  public void store(String name, byte[] secret) throws KeyStorageException {
    boolean kept =
        call(
            () -> {
              // The worker may need it for longer than the caller waits.
              byte[] copy = secret.clone();
              return cancellable -> putAndReadBack(name, copy, cancellable);
            });
    if (!kept) {
      throw new KeyStorageException(Kind.FAILED, "The key store did not keep what it was given");
    }
  }

  @Override
  public void remove(String name) throws KeyStorageException {
    boolean gone = call(() -> cancellable -> clear(name, cancellable));
    if (!gone) {
      throw locked();
    }
  }

  @Override
  public String kind() {
    return "system";
  }

  private boolean clear(String name, Pointer cancellable) throws KeyStorageException {
    try (LibSecret.Attributes attributes = libSecret.attributes(name)) {
      PointerByReference error = new PointerByReference();
      libSecret
          .calls()
          .secret_password_clearv_sync(libSecret.schema(), attributes.table(), cancellable, error);
      libSecret.check(error);
      return libSecret.countItems(attributes, cancellable) == 0;
    }
  }

  /** The bytes are zeroed at the end. */
  private boolean putAndReadBack(String name, byte[] secret, Pointer cancellable)
      throws KeyStorageException {
    try {
      put(name, secret, cancellable);
      // The service answers before it has written; reading back at least asks it again.
      Optional<byte[]> back = lookup(name, cancellable);
      boolean same = back.isPresent() && Arrays.equals(back.get(), secret);
      back.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
      return same;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void put(String name, byte[] secret, Pointer cancellable) throws KeyStorageException {
    byte[] text = Base64.getEncoder().encode(secret);
    try (LibSecret.Attributes attributes = libSecret.attributes(name);
        Memory label = LibSecret.text("Vitrine: " + name);
        Memory password = new Memory(text.length + 1L)) {
      password.clear();
      password.write(0, text, 0, text.length);
      PointerByReference error = new PointerByReference();
      try {
        libSecret
            .calls()
            .secret_password_storev_sync(
                libSecret.schema(), attributes.table(), null, label, password, cancellable, error);
      } finally {
        password.clear();
      }
      libSecret.check(error);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private Optional<byte[]> lookup(String name, Pointer cancellable) throws KeyStorageException {
    try (LibSecret.Attributes attributes = libSecret.attributes(name)) {
      PointerByReference error = new PointerByReference();
      Pointer found =
          libSecret
              .calls()
              .secret_password_lookupv_sync(
                  libSecret.schema(), attributes.table(), cancellable, error);
      libSecret.check(error);
      if (found != null) {
        return Optional.of(decode(found));
      }
      // An item in a locked collection is not given out, without any error.
      if (libSecret.countItems(attributes, cancellable) > 0) {
        throw locked();
      }
      return Optional.empty();
    }
  }

  private byte[] decode(Pointer found) throws KeyStorageException {
    byte[] text = found.getByteArray(0, (int) found.indexOf(0, (byte) 0));
    libSecret.calls().secret_password_free(found);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new KeyStorageException(Kind.FAILED, "The key store's item is not one of Vitrine's");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private interface Call<T> {
    T run(Pointer cancellable) throws KeyStorageException;
  }

  /**
   * Makes a call, and once more where the service may have been replaced meanwhile: what the
   * library remembers of the one that ended is forgotten.
   */
  private <T> T call(Supplier<Call<T>> calls) throws KeyStorageException {
    try {
      return callOnce(calls.get());
    } catch (KeyStorageException e) {
      if (e.kind() == Kind.LOCKED) {
        throw e;
      }
      libSecret.calls().secret_service_disconnect();
      return callOnce(calls.get());
    }
  }

  private <T> T callOnce(Call<T> call) throws KeyStorageException {
    Pointer cancellable = libSecret.newCancellable();
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return call.run(cancellable);
              } finally {
                libSecret.release(cancellable);
              }
            });
    // The worker's own reference; this thread keeps one until it has surely cancelled or not.
    libSecret.retain(cancellable);
    Thread worker = new Thread(task, "key-store");
    worker.setDaemon(true);
    worker.start();
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      libSecret.cancel(cancellable);
      throw locked();
    } catch (InterruptedException e) {
      libSecret.cancel(cancellable);
      Thread.currentThread().interrupt();
      throw new KeyStorageException(Kind.FAILED, "Asking the key store was interrupted");
    } catch (ExecutionException e) {
      throw unwrap(e.getCause());
    } finally {
      libSecret.release(cancellable);
    }
  }

  private static KeyStorageException unwrap(@Nullable Throwable cause) {
    return cause instanceof KeyStorageException failure
        ? failure
        : new KeyStorageException(
            Kind.FAILED,
            "The key store failed ("
                + (cause == null ? "unknown" : cause.getClass().getSimpleName())
                + ")");
  }

  static KeyStorageException locked() {
    return new KeyStorageException(
        Kind.LOCKED, "The key store is locked or does not answer: unlock it (log in again)");
  }
}
