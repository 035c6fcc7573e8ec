package dev.vitrine.crypto;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Identifiers that tell nothing: random bits in base64url. */
public final class RandomIds {
  private static final int ID_BYTES = 16;

  private RandomIds() {}

  /** 128 random bits, base64url without padding, 22 characters. */
  public static String next(RandomGenerator random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
