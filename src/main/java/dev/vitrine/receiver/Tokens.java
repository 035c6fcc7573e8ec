package dev.vitrine.receiver;

import dev.vitrine.crypto.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bearer tokens that are let in; only their hashes are kept, compared in constant time. */
final class Tokens {
  private static final int MAX_FILE_BYTES = 1024 * 1024;
  private static final String SCHEME = "Bearer ";

  private final List<byte[]> hashes;

  private Tokens(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  /** Reads the file, one token a line; empty lines do not count. */
  static Tokens read(Path file) throws ReceiverException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ReceiverException("The token file " + file + " is over 1 MiB.");
      }
      List<byte[]> hashes =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .map(Tokens::hash)
              .toList();
      if (hashes.isEmpty()) {
        throw new ReceiverException("The token file " + file + " has no token; put one on a line.");
      }
      return new Tokens(hashes);
    } catch (IOException e) {
      throw new ReceiverException("The token file " + file + " cannot be read as UTF-8 text.", e);
    }
  }

  /** Whether an {@code Authorization} header has one of the tokens. */
  boolean admit(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] presented = hash(authorization.substring(SCHEME.length()).strip());
    boolean found = false;
    for (byte[] hash : hashes) {
      found |= MessageDigest.isEqual(hash, presented);
    }
    return found;
  }

  private static byte[] hash(String token) {
    return Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
  }
}
