package dev.vitrine.receiver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.vitrine.crypto.Pem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's socket: TLS 1.2 or later with a certificate and key in PEM, and, where there is an
 * authority for them, only clients with a certificate of it; or plain HTTP.
 */
final class ReceiverTls {
  private static final int MAX_FILE_BYTES = 1024 * 1024;
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private ReceiverTls() {}

  static HttpServer server(ReceiverOptions.@Nullable Tls tls, InetSocketAddress address)
      throws IOException, ReceiverException {
    if (tls == null) {
      return HttpServer.create(address, 0);
    }
    SSLContext context = context(tls);
    boolean clients = tls.clientCa() != null;
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ours = context.getDefaultSSLParameters();
            ours.setProtocols(PROTOCOLS);
            ours.setNeedClientAuth(clients);
            parameters.setSSLParameters(ours);
          }
        });
    return server;
  }

  private static SSLContext context(ReceiverOptions.Tls tls) throws ReceiverException {
    List<X509Certificate> chain = certificates(tls.certificate());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust =
          tls.clientCa() == null
              ? null
              : new TrustManager[] {Pem.trust(certificates(tls.clientCa()))};
      context.init(Pem.identity(chain, key(tls.key())), trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ReceiverException("The certificate and the key do not belong together.", e);
    }
  }

  private static List<X509Certificate> certificates(Path file) throws ReceiverException {
    try {
      return Pem.certificates(read(file));
    } catch (GeneralSecurityException e) {
      throw new ReceiverException(file + " has no certificate in PEM.", e);
    }
  }

  private static PrivateKey key(Path file) throws ReceiverException {
    byte[] pem = read(file);
    try {
      return Pem.privateKey(pem);
    } catch (GeneralSecurityException e) {
      throw new ReceiverException(file + " cannot be used: " + e.getMessage() + ".", e);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static byte[] read(Path file) throws ReceiverException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ReceiverException(file + " is over 1 MiB.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ReceiverException(file + " cannot be read.", e);
    }
  }
}
