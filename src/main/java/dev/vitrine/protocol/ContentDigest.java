package dev.vitrine.protocol;

import dev.vitrine.crypto.Digests;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The {@code Content-Digest} of a body as sent (RFC 9530), with SHA-256. */
public final class ContentDigest {
  private static final String MEMBER = "sha-256=:";

  private ContentDigest() {}

  /** The header's value. */
  public static String of(byte[] body) {
    return MEMBER + Base64.getEncoder().encodeToString(Digests.sha256(body)) + ":";
  }

  /**
   * Whether the header has a SHA-256 member and it is the body's; members of other algorithms are
   * passed over.
   */
  public static boolean matches(@Nullable String header, byte[] body) {
    if (header == null) {
      return false;
    }
    for (String member : header.split(",", 8)) {
      String text = member.strip();
      if (text.startsWith(MEMBER) && text.endsWith(":") && text.length() > MEMBER.length()) {
        try {
          byte[] claimed =
              Base64.getDecoder().decode(text.substring(MEMBER.length(), text.length() - 1));
          return MessageDigest.isEqual(claimed, Digests.sha256(body));
        } catch (IllegalArgumentException e) {
          return false;
        }
      }
    }
    return false;
  }
}
