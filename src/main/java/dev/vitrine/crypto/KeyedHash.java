package dev.vitrine.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) of short texts under a random key that exists in this object alone: tells
 * whether two texts are the same without keeping either. For one thread.
 */
public final class KeyedHash {
  private static final int KEY_BYTES = 32;

  private final Mac mac;

  /** With a key of its own. */
  public KeyedHash() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not usable in this Java runtime", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The 32 bytes of the hash of the characters from {@code start} to {@code end}, exclusive. */
  public byte[] of(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      mac.update((byte) (c >> 8));
      mac.update((byte) c);
    }
    return mac.doFinal();
  }
}
