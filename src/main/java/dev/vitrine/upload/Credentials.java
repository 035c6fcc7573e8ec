package dev.vitrine.upload;

import dev.vitrine.crypto.Digests;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token, asked from the key store for each request, or the client certificate, loaded
 * for each connection; and which one was refused last.
 */
final class Credentials {
  private final KeyStorage keys;
  private byte @Nullable [] refused;
  private byte @Nullable [] presented;

  Credentials(KeyStorage keys) {
    this.keys = keys;
  }

  /** There is no usable token; the message says what to do. */
  static final class MissingException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /** The token for a request, or null where the policy asks for none. */
  @Nullable String bearer(Policy.Auth auth) throws KeyStorageException, MissingException {
    if (!(auth instanceof Policy.Auth.Bearer bearer)) {
      return null;
    }
    byte[] secret =
        keys.load(bearer.key())
            .orElseThrow(
                () ->
                    new MissingException(
                        "the key store has no token \""
                            + bearer.key()
                            + "\": vitrine keys import "
                            + bearer.key()));
    try {
      // A header takes a String and nothing else.
      String token = new String(secret, StandardCharsets.US_ASCII).strip();
      if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new MissingException(
            "what the key store has as \"" + bearer.key() + "\" is not a bearer token");
      }
      return token;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The client certificate, or null where the policy asks for none. */
  @Nullable ClientCertificate certificate(Policy.Auth auth)
      throws KeyStorageException, MissingException {
    if (!(auth instanceof Policy.Auth.MutualTls mutual)) {
      return null;
    }
    ClientCertificate certificate = ClientCertificate.load(mutual, keys);
    presented = certificate.mark();
    return certificate;
  }

  /** Remembers that these did not work: of certificates, the one that was presented. */
  void refused(Policy.Auth auth) {
    refused = auth instanceof Policy.Auth.MutualTls && presented != null ? presented : mark(auth);
  }

  /** Whether they are others than those that did not work. */
  boolean changed(Policy.Auth auth) {
    return refused != null && !MessageDigest.isEqual(refused, mark(auth));
  }

  private byte[] mark(Policy.Auth auth) {
    try {
      if (auth instanceof Policy.Auth.MutualTls mutual) {
        return ClientCertificate.load(mutual, keys).mark();
      }
      String token = bearer(auth);
      return Digests.sha256(String.valueOf(token).getBytes(StandardCharsets.US_ASCII));
    } catch (KeyStorageException | MissingException e) {
      return new byte[0];
    }
  }
}
