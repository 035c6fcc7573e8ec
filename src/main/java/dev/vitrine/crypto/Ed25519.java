package dev.vitrine.crypto;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 8032) with raw keys: a public key is 32 bytes, a private key the 32-byte seed, a
 * signature 64 bytes.
 */
public final class Ed25519 {
  /** Length of a public key, and of a seed. */
  public static final int KEY_BYTES = 32;

  /** The fixed DER head of a raw Ed25519 key in X.509 and in PKCS #8 (RFC 8410). */
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] PKCS8_HEAD =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private Ed25519() {}

  /**
   * Whether the signature over the message is this key's; false for anything malformed.
   *
   * @param publicKey 32 bytes
   */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != KEY_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(join(X509_HEAD, publicKey))));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is not usable in this Java runtime", e);
    }
  }

  /** The same with key and signature in base64; false for anything malformed. */
  public static boolean verify(String publicKey, byte[] message, String signature) {
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return verify(base64.decode(publicKey), message, base64.decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A pair that can sign. {@link #close} overwrites the seed. Never says its key. */
  public static final class Pair implements AutoCloseable {
    private final byte[] seed;
    private final byte[] publicKey;
    private boolean closed;

    private Pair(byte[] seed) {
      this.seed = seed;
      this.publicKey = derivePublic(seed);
    }

    /** A new random pair. */
    public static Pair generate() {
      byte[] seed = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(seed);
      return new Pair(seed);
    }

    /**
     * The pair of a seed; the caller keeps and wipes its array.
     *
     * @throws IllegalArgumentException where the seed is not 32 bytes long
     */
    public static Pair ofSeed(byte[] seed) {
      if (seed.length != KEY_BYTES) {
        throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
      }
      return new Pair(seed.clone());
    }

    /** The public key, 32 bytes. */
    public byte[] publicKey() {
      return publicKey.clone();
    }

    /** The public key in base64, as policies and {@code /v1/health} carry it. */
    public String publicKeyBase64() {
      return Base64.getEncoder().encodeToString(publicKey);
    }

    /** A copy of the seed, to be kept in a key store; the caller wipes it. */
    public synchronized byte[] copySeed() {
      checkOpen();
      return seed.clone();
    }

    /** The 64-byte signature over the message. */
    public synchronized byte[] sign(byte[] message) {
      checkOpen();
      byte[] encoded = join(PKCS8_HEAD, seed);
      try {
        PrivateKey key =
            KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Ed25519 is not usable in this Java runtime", e);
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
    }

    @Override
    public synchronized void close() {
      Arrays.fill(seed, (byte) 0);
      closed = true;
    }

    @Override
    public String toString() {
      return "Ed25519.Pair";
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("this key pair is closed");
      }
    }
  }

  /**
   * Java derives a public key only while it generates a pair, and takes the generator's first 32
   * bytes as the seed; so it is given a generator that says the seed.
   */
  private static byte[] derivePublic(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      return Arrays.copyOfRange(encoded, X509_HEAD.length, encoded.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is not usable in this Java runtime", e);
    }
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }

  private static final class Given extends SecureRandom {
    @Serial private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
