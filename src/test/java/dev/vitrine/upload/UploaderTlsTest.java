package dev.vitrine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.Policy;
import dev.vitrine.testing.InMemoryOutbox;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are right and wrong, made with the JDK's keytool. */
final class UploaderTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path temp;
  private final MockWebServer server = new MockWebServer();
  private UploadBench bench = new UploadBench(new InMemoryOutbox("https://127.0.0.1:1", 10));

  @AfterEach
  void stop() {
    bench.close();
    server.close();
  }

  @Test
  void aPinnedAuthorityIsTrusted() throws Exception {
    Path pem = serve("-ext", "san=ip:127.0.0.1");

    assertThat(send(pem)).isEqualTo(Outcome.WORKED);

    assertThat(bench.outbox.acknowledgedIds()).hasSize(1);
  }

  @Test
  void anUnknownAuthorityIsNot() throws Exception {
    serve("-ext", "san=ip:127.0.0.1");

    assertThat(send(null)).isEqualTo(Outcome.PAUSED);

    assertRefused();
  }

  @Test
  void anotherHostsCertificateIsNotAccepted() throws Exception {
    Path pem = serve("-ext", "san=dns:elsewhere.example.com");

    assertThat(send(pem)).isEqualTo(Outcome.PAUSED);

    assertRefused();
  }

  @Test
  void anExpiredCertificateIsNotAccepted() throws Exception {
    Path pem = serve("-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "3");

    assertThat(send(pem)).isEqualTo(Outcome.PAUSED);

    assertRefused();
  }

  @Test
  void anAuthorityFileThatIsMendedIsNoticed() throws Exception {
    Path pem = serve("-ext", "san=ip:127.0.0.1");
    byte[] good = Files.readAllBytes(pem);
    Files.writeString(pem, "nothing");

    assertThat(send(pem)).isEqualTo(Outcome.PAUSED);
    assertThat(bench.uploader.status().why()).contains("trustedCertificates");
    Files.write(pem, good);
    bench.advance(Duration.ofMinutes(1));

    assertThat(bench.settle()).isEqualTo(Outcome.IDLE);
    assertThat(bench.outbox.acknowledgedIds()).hasSize(1);
  }

  private void assertRefused() {
    assertThat(server.getRequestCount()).isZero();
    assertThat(bench.outbox.left()).isEqualTo(1);
    assertThat(bench.uploader.status().state()).isEqualTo(UploadStatus.State.PAUSED);
    assertThat(bench.uploader.status().why()).contains("certificate is not accepted");
  }

  private Outcome send(@Nullable Path pem) {
    String endpoint = "https://127.0.0.1:" + server.getPort();
    bench = new UploadBench(new InMemoryOutbox(endpoint, 10));
    bench.outbox.ready(WireRecords.lines(0, 1));
    Policy.Upload terms = UploadBench.terms(endpoint);
    bench.uploader.configure(
        new Policy.Upload(
            terms.endpoint(),
            terms.hold(),
            null,
            null,
            false,
            false,
            terms.auth(),
            true,
            pem == null ? null : pem.toString(),
            null,
            null));
    return bench.uploader.step();
  }

  /** Starts a server with a certificate of its own and returns that as PEM. */
  private Path serve(String... how) throws Exception {
    Path store = temp.resolve("server.p12");
    keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", how);
    Path pem = temp.resolve("server.pem");
    keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server.useHttps(context.getSocketFactory());
    server.start();
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body("{\"batch\":\"batch-0000000000000000\",\"stored\":1}")
            .build());
    return pem;
  }

  private static void keytool(
      Path store, String a, String b, String c, String d, String e, String[] more)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(a, b, c, d, e));
    all.addAll(List.of(more));
    keytool(store, all.toArray(String[]::new));
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            JavaProcess.bounded(process).getInputStream().readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(JavaProcess.exitOf(process)).as(output).isZero();
  }
}
