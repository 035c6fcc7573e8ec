package dev.vitrine.protocol;

import dev.vitrine.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who an agent is to an endpoint: 256 random bits and their hash, nothing else. The secret is sent
 * with each request and proves that two requests come from the same agent; an endpoint keeps the
 * hash only. Immutable; {@code toString} does not say the secret.
 */
public final class AgentIdentity {
  private static final int SECRET_BYTES = 32;
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String id;
  private final String secret;

  private AgentIdentity(byte[] secret) {
    this.secret = BASE64URL.encodeToString(secret);
    this.id = Digests.sha256Base64Url(this.secret.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The identity of that secret; the caller keeps and wipes its array.
   *
   * @throws IllegalArgumentException where there are not exactly 32 bytes
   */
  public static AgentIdentity of(byte[] secret) {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("An agent's secret has 32 bytes");
    }
    return new AgentIdentity(secret);
  }

  /** The identity of a secret as it is sent, or empty where that is not 32 bytes in base64url. */
  public static Optional<AgentIdentity> parse(String secret) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(secret);
      // One secret has one spelling: no padding, no stray bits.
      return bytes.length == SECRET_BYTES && BASE64URL.encodeToString(bytes).equals(secret)
          ? Optional.of(new AgentIdentity(bytes))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The base64url SHA-256 of the secret as it is sent (its 43 ASCII characters). */
  public String id() {
    return id;
  }

  /** The secret in base64url, 43 characters, as the header has it. */
  public String secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "AgentIdentity[" + id + "]";
  }
}
