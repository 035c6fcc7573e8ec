package dev.vitrine.upload;

import dev.vitrine.crypto.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Trust in the certificates of one PEM file, and in no other. Looks at the dates of the server's
 * own certificate too: where that is itself the trusted one, the platform does not.
 */
final class PinnedAuthority implements X509TrustManager {
  private final X509TrustManager authority;

  private PinnedAuthority(X509TrustManager authority) {
    this.authority = authority;
  }

  static PinnedAuthority read(String file) throws EndpointException {
    try {
      return new PinnedAuthority(Pem.trust(Pem.certificates(Files.readAllBytes(Path.of(file)))));
    } catch (IOException | InvalidPathException | GeneralSecurityException e) {
      throw new EndpointException("the policy's trustedCertificates cannot be read as PEM");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authority.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType);
    chain[0].checkValidity();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authority.getAcceptedIssuers();
  }
}
