package dev.vitrine.crypto;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates and private keys in PEM, and what TLS makes of them. Errors quote nothing. */
public final class Pem {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private Pem() {}

  /** The certificates, in order, at least one. */
  public static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      if (certificate instanceof X509Certificate x509) {
        found.add(x509);
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }
    return found;
  }

  /** A private key in PKCS#8, as {@code openssl pkcs8 -topk8 -nodes} writes it. */
  public static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
    String text = new String(pem, StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new InvalidKeySpecException(
          "there is no \"PRIVATE KEY\" in it (openssl pkcs8 -topk8 -nodes makes one of others)");
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("its key is damaged");
    }
    try {
      for (String algorithm : ALGORITHMS) {
        Optional<PrivateKey> key = keyOf(algorithm, der);
        if (key.isPresent()) {
          return key.get();
        }
      }
      throw new InvalidKeySpecException("its key is none of " + ALGORITHMS);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  /** The key, unless it is one of another algorithm, or none at all. */
  private static Optional<PrivateKey> keyOf(String algorithm, byte[] der)
      throws GeneralSecurityException {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /**
   * Presents that chain, with its key, in a handshake.
   *
   * @throws GeneralSecurityException where the key is not that of the first certificate
   */
  public static KeyManager[] identity(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    if (!belongTogether(chain.get(0).getPublicKey(), key)) {
      throw new InvalidKeyException("the key is another certificate's");
    }
    KeyStore store = empty();
    char[] nobody = new char[0];
    store.setKeyEntry("identity", key, nobody, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, nobody);
    return factory.getKeyManagers();
  }

  private static boolean belongTogether(PublicKey open, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    try {
      signature.initVerify(open);
      signature.update(probe);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      // Of another kind altogether.
      return false;
    }
  }

  /** Trusts what these authorities signed, and nothing else. */
  public static X509TrustManager trust(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = empty();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    return trust(store);
  }

  /** Trusts what this Java runtime does. */
  public static X509TrustManager systemTrust() throws GeneralSecurityException {
    return trust((KeyStore) null);
  }

  private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("this Java runtime cannot check certificates");
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      return store;
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException("an empty key store could not be made", e);
    }
  }
}
