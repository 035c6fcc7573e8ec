package dev.vitrine.upload;

import dev.vitrine.crypto.Digests;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.crypto.Pem;
import dev.vitrine.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.KeyManager;

/**
 * What the agent proves itself with in a handshake: a chain in a PEM file, and its key, in PEM too,
 * in the key store.
 */
final class ClientCertificate {
  private final KeyManager[] managers;
  private final byte[] mark;

  private ClientCertificate(KeyManager[] managers, byte[] mark) {
    this.managers = managers;
    this.mark = mark;
  }

  static ClientCertificate load(Policy.Auth.MutualTls auth, KeyStorage keys)
      throws KeyStorageException, Credentials.MissingException {
    byte[] chain;
    try {
      chain = Files.readAllBytes(Path.of(auth.certificate()));
    } catch (IOException | InvalidPathException e) {
      throw new Credentials.MissingException("the policy's client certificate cannot be read");
    }
    byte[] key =
        keys.load(auth.key())
            .orElseThrow(
                () ->
                    new Credentials.MissingException(
                        "the key store has no client key \""
                            + auth.key()
                            + "\": vitrine keys import "
                            + auth.key()));
    try {
      return new ClientCertificate(
          Pem.identity(Pem.certificates(chain), Pem.privateKey(key)), mark(chain, key));
    } catch (GeneralSecurityException e) {
      throw new Credentials.MissingException(
          "the policy's client certificate and the key \"" + auth.key() + "\" cannot be used");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] mark(byte[] chain, byte[] key) {
    byte[] both = Arrays.copyOf(chain, chain.length + key.length);
    System.arraycopy(key, 0, both, chain.length, key.length);
    byte[] digest = Digests.sha256(both);
    Arrays.fill(both, (byte) 0);
    return digest;
  }

  KeyManager[] managers() {
    return managers.clone();
  }

  /** The same for the same certificate and key, and for no others. */
  byte[] mark() {
    return mark.clone();
  }
}
