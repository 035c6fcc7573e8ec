package dev.vitrine.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 in the spellings that the protocol uses. */
public final class Digests {
  private Digests() {}

  /** The 32 bytes of the SHA-256. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not usable in this Java runtime", e);
    }
  }

  /** The SHA-256 in base64url without padding: an agent's id is that of its secret's ASCII text. */
  public static String sha256Base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(bytes));
  }
}
