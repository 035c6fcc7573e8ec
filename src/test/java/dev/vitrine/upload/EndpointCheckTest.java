package dev.vitrine.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.Policy;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.testing.InMemoryKeyStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of an endpoint: a receiver that wants a token, and others. */
@Timeout(60)
final class EndpointCheckTest {
  private static final Policy.Auth TOKEN = new Policy.Auth.Bearer("vitrine-ingest");

  @TempDir private Path temp;
  private final InMemoryKeyStorage keys = new InMemoryKeyStorage();
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    Path tokens = Files.writeString(temp.resolve("tokens"), "right\n");
    receiver =
        Receiver.start(
            ReceiverOptions.loopback(temp.resolve("receiver"), 0).boundTo("127.0.0.1", tokens),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Optional<String> problem(String endpoint, Policy.Auth auth) {
    return EndpointCheck.problem(
        UploadBench.terms(endpoint, auth, null), keys, Duration.ofSeconds(10));
  }

  @Test
  void withTheRightTokenAllIsWell() throws Exception {
    keys.store("vitrine-ingest", "right".getBytes(US_ASCII));
    assertThat(problem(receiver.url().toString(), TOKEN)).isEmpty();
  }

  @Test
  void aTokenThatIsMissingOrWrongIsNamed() throws Exception {
    assertThat(problem(receiver.url().toString(), TOKEN).orElseThrow())
        .contains("vitrine keys import vitrine-ingest");
    keys.store("vitrine-ingest", "wrong".getBytes(US_ASCII));
    assertThat(problem(receiver.url().toString(), TOKEN).orElseThrow())
        .contains("does not accept the credentials (401)")
        .doesNotContain("wrong");
  }

  @Test
  void whatIsNoEndpointIsNoEndpoint() throws Exception {
    Policy.Auth none = new Policy.Auth.None();
    try (MockWebServer other = new MockWebServer()) {
      other.start();
      other.enqueue(new MockResponse.Builder().code(200).body("<html>hello</html>").build());
      String url = other.url("/").toString();
      assertThat(problem(url, none).orElseThrow()).contains("no endpoint");
    }
    assertThat(problem("http://127.0.0.1:1", none).orElseThrow()).contains("cannot be reached");
  }

  @Test
  void anotherMachineWithoutCredentialsIsRefusedAsAnUploadWouldBe() {
    assertThat(problem("https://192.0.2.1", new Policy.Auth.None()).orElseThrow())
        .contains("needs upload.auth");
  }

  @Test
  void whatDoesNotSpeakTlsIsNotBelieved() throws Exception {
    String url = receiver.url().toString().replace("http:", "https:");
    assertThat(problem(url, new Policy.Auth.None()).orElseThrow())
        .containsAnyOf("no secure connection", "cannot be reached");
  }
}
