package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.policy.Policy;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverException;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.testing.TestCertificate;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver with a certificate of its own lets in only agents with one of its authority. */
@Timeout(60)
final class MutualTlsTest {
  @TempDir private Path temp;
  private TestCertificate server;
  private TestCertificate client;
  private Receiver receiver;
  private String endpoint;
  private FileKeyStorage keys;

  @BeforeEach
  void start() throws Exception {
    server = TestCertificate.make(temp, "server", "-ext", "san=ip:127.0.0.1");
    client = TestCertificate.make(temp, "client");
    receiver =
        Receiver.start(
            ReceiverOptions.loopback(temp.resolve("receiver"), 0)
                .with(
                    new ReceiverOptions.Tls(
                        server.certificate(), server.key(), client.certificate())),
            InstantSource.fixed(Workstation.START));
    endpoint = receiver.url().toString();
    keys = new FileKeyStorage(temp.resolve("keys"));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Workstation workstation(Path certificate) throws Exception {
    Workstation it = new Workstation(temp.resolve("data"), keys, endpoint);
    Policy.Upload plain = Workstation.terms(endpoint);
    it.uploader.configure(
        new Policy.Upload(
            plain.endpoint(),
            plain.hold(),
            null,
            null,
            false,
            false,
            new Policy.Auth.MutualTls(certificate.toString(), "client-key"),
            true,
            server.certificate().toString(),
            null,
            null));
    return it;
  }

  @Test
  void anAgentWithACertificateOfTheAuthorityIsServed() throws Exception {
    keys.store("client-key", Files.readAllBytes(client.key()));
    try (Workstation it = workstation(client.certificate())) {
      it.append(0, 5);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
    }
    assertThat(endpoint).startsWith("https://");
    assertThat(Received.ids(temp.resolve("receiver"))).isEqualTo(WireRecords.ids(0, 5));
  }

  @Test
  void anotherCertificateSendsNothingUntilItIsReplaced() throws Exception {
    TestCertificate stranger = TestCertificate.make(temp, "stranger");
    Path certificate = Files.copy(stranger.certificate(), temp.resolve("mine.pem"));
    keys.store("client-key", Files.readAllBytes(stranger.key()));
    try (Workstation it = workstation(certificate)) {
      it.append(0, 5);
      assertThat(it.settle()).isIn(Outcome.PAUSED, Outcome.WAITING);
      assertThat(it.uploader.status().why()).contains("client certificate");
      it.pass(Duration.ofDays(1));
      assertThat(it.settle()).isIn(Outcome.PAUSED, Outcome.WAITING);
      assertThat(Received.ids(temp.resolve("receiver"))).isEmpty();
      it.pass(Duration.ofDays(1));

      Files.write(certificate, Files.readAllBytes(client.certificate()));
      keys.store("client-key", Files.readAllBytes(client.key()));

      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      assertThat(Received.ids(temp.resolve("receiver"))).isEqualTo(WireRecords.ids(0, 5));
    }
  }

  @Test
  void withoutItsKeyNothingIsSentAndTheRemedyIsNamed() throws Exception {
    try (Workstation it = workstation(client.certificate())) {
      it.append(0, 5);
      assertThat(it.settle()).isEqualTo(Outcome.PAUSED);
      assertThat(it.uploader.status().why()).contains("vitrine keys import client-key");
    }
  }

  @Test
  void aClientThatStopsInTheHandshakeLosesItsConnection() throws Exception {
    try (Receiver impatient =
            Receiver.start(
                ReceiverOptions.loopback(temp.resolve("other"), 0)
                    .with(new ReceiverOptions.Tls(server.certificate(), server.key(), null))
                    .patientFor(Duration.ofMillis(300)),
                InstantSource.system());
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), impatient.url().getPort())) {
      slow.setSoTimeout(30_000);
      // The first byte of a TLS handshake, and no more.
      slow.getOutputStream().write(0x16);

      assertThat(slow.getInputStream().read()).isNegative();
    }
  }

  @Test
  void aReceiverWhoseKeyIsNoneOrAnotherOnesDoesNotStart() {
    for (Path key : new Path[] {client.key(), server.certificate(), temp.resolve("nowhere")}) {
      assertThatThrownBy(
              () ->
                  Receiver.start(
                      ReceiverOptions.loopback(temp.resolve("other"), 0)
                          .with(new ReceiverOptions.Tls(server.certificate(), key, null)),
                      InstantSource.system()))
          .as(key.toString())
          .isInstanceOf(ReceiverException.class);
    }
  }
}
