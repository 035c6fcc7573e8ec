package dev.vitrine.crypto;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A 256-bit key that seals bytes by AES-256-GCM. Sealed bytes are {@code nonce (12) | ciphertext |
 * tag (16)}; the nonce is random, so one key is good for 2^32 sealings. The associated data is not
 * stored: who opens must say the same.
 *
 * <p>Keys and nonces always come from the system's secure generator. {@link #close} overwrites the
 * key; copies that the cipher provider or the garbage collector made are out of its reach. Safe for
 * use by several threads.
 */
public final class SealingKey implements AutoCloseable {
  /** Length of a key. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** How much longer sealed bytes are than plain ones. */
  public static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Bytes key;

  private SealingKey(byte[] own) {
    this.key = new Bytes(own);
  }

  /** A fresh random key. */
  public static SealingKey generate() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new SealingKey(bytes);
  }

  /**
   * A key of these 32 bytes; the caller keeps and wipes its array.
   *
   * @throws UnsealException where the length is another one
   */
  public static SealingKey copyOf(byte[] bytes) throws UnsealException {
    if (bytes.length != BYTES) {
      throw new UnsealException();
    }
    return new SealingKey(bytes.clone());
  }

  /** A copy of the key for the key store; the caller wipes it. */
  public byte[] copyBytes() {
    return key.getEncoded();
  }

  /** Seals, bound to the associated data. */
  public byte[] seal(byte[] plain, byte[] associated) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return seal(plain, associated, nonce);
  }

  /** Seals with a given nonce: for known answers only, as a nonce must never come twice. */
  byte[] seal(byte[] plain, byte[] associated, byte[] nonce) {
    try {
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(associated);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plain.length + TAG_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** Opens what {@link #seal} made; the caller wipes the result where it is a secret. */
  public byte[] open(byte[] sealed, byte[] associated) throws UnsealException {
    return opener().open(sealed, associated);
  }

  /** What opens many sealed bytes faster than {@link #open} would; good until this is closed. */
  public Opener opener() {
    return new Opener();
  }

  /** Opens what one key sealed. For use by one thread. */
  public final class Opener {
    private final Cipher cipher;

    private Opener() {
      try {
        this.cipher = Cipher.getInstance(ALGORITHM);
      } catch (GeneralSecurityException e) {
        throw unusable(e);
      }
    }

    /** The same as {@link SealingKey#open}. */
    public byte[] open(byte[] sealed, byte[] associated) throws UnsealException {
      if (sealed.length < OVERHEAD_BYTES) {
        throw new UnsealException();
      }
      try {
        cipher.init(
            Cipher.DECRYPT_MODE,
            key,
            new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      } catch (AEADBadTagException e) {
        throw new UnsealException();
      } catch (GeneralSecurityException e) {
        throw unusable(e);
      }
    }
  }

  private static IllegalStateException unusable(GeneralSecurityException e) {
    return new IllegalStateException("AES-256-GCM is not usable in this Java runtime", e);
  }

  /** Seals another key under this one. */
  public byte[] wrap(SealingKey inner, byte[] associated) {
    byte[] bytes = inner.copyBytes();
    try {
      return seal(bytes, associated);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Opens a wrapped key; the caller closes it. */
  public SealingKey unwrap(byte[] wrapped, byte[] associated) throws UnsealException {
    byte[] bytes = open(wrapped, associated);
    try {
      return copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void close() {
    key.destroy();
  }

  @Override
  public String toString() {
    return "SealingKey";
  }

  /**
   * The key as the cipher wants it. Unlike {@code SecretKeySpec} it can be destroyed; the provider
   * wipes the copy it gets.
   */
  private static final class Bytes implements SecretKey {
    @Serial private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private transient boolean destroyed;

    Bytes(byte[] own) {
      this.bytes = own;
    }

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public synchronized byte[] getEncoded() {
      if (destroyed) {
        throw new IllegalStateException("this key is closed");
      }
      return bytes.clone();
    }

    @Override
    public synchronized void destroy() {
      Arrays.fill(bytes, (byte) 0);
      destroyed = true;
    }

    @Override
    public synchronized boolean isDestroyed() {
      return destroyed;
    }

    @Override
    public String toString() {
      return "SealingKey";
    }
  }
}
