package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.testing.KeyringSession;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretServiceKeyStorageTest {
  @TempDir Path home;

  private KeyringSession session() {
    assumeTrue(
        KeyringSession.isInstalled(),
        "skipped: dbus-run-session, gnome-keyring and libsecret-tools are not installed");
    return new KeyringSession(home);
  }

  @Test
  void aRealKeyringKeepsReplacesAndForgetsSecrets() throws Exception {
    assertThat(session().runUnlocked(KeyringProgram.class, "round-trip"))
        .isEqualTo("false true 2 false true system");
  }

  @Test
  void aLockedKeyringIsSaidToBeLockedInBoundedTime() throws Exception {
    assertThat(session().runUnlocked(KeyringProgram.class, "locked"))
        .isEqualTo("LOCKED LOCKED LOCKED ok then the Secret Service is locked, in time");
  }

  @Test
  void whereNobodyAnswersOnTheBusThatIsSaid() throws Exception {
    assertThat(session().runWithoutKeyring(KeyringProgram.class, "round-trip"))
        .startsWith("UNAVAILABLE No key store answers");
  }

  @Test
  void withoutASessionBusThereIsNoKeyStore() {
    assertThatThrownBy(
            () ->
                SecretServiceKeyStorage.open(
                    Map.of("XDG_RUNTIME_DIR", home.toString()),
                    SecretServiceKeyStorage.DEFAULT_TIMEOUT))
        .isInstanceOfSatisfying(
            KeyStorageException.class,
            e -> assertThat(e.kind()).isEqualTo(KeyStorageException.Kind.UNAVAILABLE))
        .hasMessageContaining("session bus");
  }
}
