package dev.vitrine.upload;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.protocol.Health;
import dev.vitrine.protocol.ProtocolException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Asks an endpoint how it is, with all that an upload would prove itself with and nothing else:
 * certificates, token, version of the protocol.
 */
public final class EndpointCheck {
  private static final int SECRET_BYTES = 32;

  private EndpointCheck() {}

  /**
   * Why nothing could be sent there now, in one line for people; empty where everything is well.
   *
   * @param limit how long the answer may take
   */
  public static Optional<String> problem(Policy.Upload upload, KeyStorage keys, Duration limit) {
    byte[] secret = new byte[SECRET_BYTES];
    // Nobody's: the endpoint must not take this question for an agent's.
    new SecureRandom().nextBytes(secret);
    Credentials credentials = new Credentials(keys);
    try (Endpoint endpoint =
        new Endpoint(
            upload,
            AgentIdentity.of(secret),
            credentials.certificate(upload.auth()),
            InstantSource.system(),
            limit)) {
      Answer answer = endpoint.health(credentials.bearer(upload.auth()));
      if (answer.status() != 200) {
        return Optional.ofNullable(Verdict.other(answer.status()).why());
      }
      Health unused = Health.parse(answer.body());
      return Optional.empty();
    } catch (EndpointException | Credentials.MissingException | KeyStorageException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (ProtocolException e) {
      return Optional.of("what answers is no endpoint of Vitrine's protocol");
    } catch (SSLException e) {
      return Optional.of("no secure connection comes about; are the certificates right?");
    } catch (IOException e) {
      return Optional.of("it cannot be reached (" + e.getClass().getSimpleName() + ")");
    }
  }
}
