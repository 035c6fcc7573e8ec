package dev.vitrine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate of its own authority, made with the JDK's keytool, as PEM files.
 *
 * @param certificate the certificate, which is its own authority
 * @param key its key in PKCS#8
 */
public record TestCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /** Makes {@code NAME.pem} and {@code NAME.key}; {@code more} are options of keytool. */
  public static TestCertificate make(Path folder, String name, String... more) {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-alias",
                "it",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    if (!JavaProcess.run(command.toArray(String[]::new))) {
      throw new AssertionError("keytool failed");
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      Path certificate = folder.resolve(name + ".pem");
      Path key = folder.resolve(name + ".key");
      Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("it").getEncoded()));
      Files.writeString(
          key, pem("PRIVATE KEY", keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
      return new TestCertificate(certificate, key);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
