package dev.vitrine.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The pair of the training team: agents seal batches to its public half and cannot open them again.
 * HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM; what
 * binds a message to its place is the {@code info} of the key schedule, the associated data is
 * empty. Sealed bytes are the encapsulated key (32), the ciphertext, and the tag (16).
 */
@AccessesPartialKey
public final class TrainingKey {
  /** The length of either half. */
  public static final int BYTES = 32;

  /** By how much sealed bytes are longer than plain ones. */
  public static final int OVERHEAD_BYTES = 48;

  private static final String HEAD = "VITRINE-TRAINING-KEY-1 ";

  private static final HpkeParameters PARAMETERS = parameters();

  private final HpkePrivateKey key;

  private TrainingKey(HpkePrivateKey key) {
    this.key = key;
  }

  private static HpkeParameters parameters() {
    try {
      HybridConfig.register();
      return HpkeParameters.builder()
          .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
          .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
          .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
          .setVariant(HpkeParameters.Variant.NO_PREFIX)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HPKE is not usable in this Java runtime", e);
    }
  }

  /** A new pair. */
  public static TrainingKey generate() {
    try {
      Key key =
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PARAMETERS).withRandomId().makePrimary())
              .build()
              .getPrimary()
              .getKey();
      return new TrainingKey((HpkePrivateKey) key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HPKE is not usable in this Java runtime", e);
    }
  }

  /** The pair from its file's text. */
  public static TrainingKey parse(byte[] file) throws UnsealException {
    String text = new String(file, StandardCharsets.US_ASCII).strip();
    byte[] both = {};
    try {
      if (text.startsWith(HEAD)) {
        both = Base64.getDecoder().decode(text.substring(HEAD.length()));
      }
      if (both.length != 2 * BYTES) {
        throw new UnsealException();
      }
      byte[] secret = Arrays.copyOf(both, BYTES);
      HpkePrivateKey key =
          HpkePrivateKey.create(
              publicKey(Arrays.copyOfRange(both, BYTES, 2 * BYTES)),
              SecretBytes.copyFrom(secret, InsecureSecretKeyAccess.get()));
      Arrays.fill(secret, (byte) 0);
      return new TrainingKey(key);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new UnsealException();
    } finally {
      Arrays.fill(both, (byte) 0);
    }
  }

  /** The pair as its file has it: one line, with the secret half in it; the caller wipes it. */
  public byte[] encode() {
    byte[] both = new byte[2 * BYTES];
    byte[] secret = key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
    System.arraycopy(secret, 0, both, 0, BYTES);
    System.arraycopy(key.getPublicKey().getPublicKeyBytes().toByteArray(), 0, both, BYTES, BYTES);
    byte[] base64 = Base64.getEncoder().encode(both);
    byte[] line =
        Arrays.copyOf(HEAD.getBytes(StandardCharsets.US_ASCII), HEAD.length() + base64.length + 1);
    System.arraycopy(base64, 0, line, HEAD.length(), base64.length);
    line[line.length - 1] = '\n';
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(both, (byte) 0);
    Arrays.fill(base64, (byte) 0);
    return line;
  }

  /** The public half in base64: the policy's {@code upload.sealTo}. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(key.getPublicKey().getPublicKeyBytes().toByteArray());
  }

  /**
   * Seals to a public half (base64), bound to {@code info}.
   *
   * @throws UnsealException where that is no key to which anything can be sealed
   */
  public static byte[] seal(String publicKey, byte[] plain, byte[] info) throws UnsealException {
    try {
      return handle(publicKey(Base64.getDecoder().decode(publicKey)))
          .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class)
          .encrypt(plain, info);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new UnsealException();
    }
  }

  /** Opens what was sealed to this pair with the same {@code info}. */
  public byte[] open(byte[] sealed, byte[] info) throws UnsealException {
    try {
      return handle(key)
          .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
          .decrypt(sealed, info);
    } catch (GeneralSecurityException e) {
      throw new UnsealException();
    }
  }

  private static HpkePublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
    @Nullable Integer noId = null;
    return HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(bytes), noId);
  }

  private static KeysetHandle handle(Key key) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
        .build();
  }

  @Override
  public String toString() {
    return "TrainingKey[" + publicKey() + "]";
  }
}
