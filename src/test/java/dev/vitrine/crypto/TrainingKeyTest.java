package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingKeyTest {
  private static final byte[] PLAIN = "some words".getBytes(StandardCharsets.UTF_8);
  private static final byte[] INFO = "a clear line".getBytes(StandardCharsets.UTF_8);

  private final TrainingKey key = TrainingKey.generate();

  @Test
  void whatIsSealedOpensWithItsPairAndInItsPlaceOnly() throws Exception {
    byte[] sealed = TrainingKey.seal(key.publicKey(), PLAIN, INFO);

    assertThat(sealed).hasSize(PLAIN.length + TrainingKey.OVERHEAD_BYTES);
    assertThat(key.open(sealed, INFO)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> key.open(sealed, PLAIN)).isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> TrainingKey.generate().open(sealed, INFO))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void everyFlippedByteIsNoticed() throws Exception {
    byte[] sealed = TrainingKey.seal(key.publicKey(), PLAIN, INFO);
    for (int i = 0; i < sealed.length; i++) {
      byte[] flipped = sealed.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> key.open(flipped, INFO)).isInstanceOf(UnsealException.class);
    }
  }

  @Test
  void theSameBytesNeverSealToTheSame() throws Exception {
    assertThat(TrainingKey.seal(key.publicKey(), PLAIN, INFO))
        .isNotEqualTo(TrainingKey.seal(key.publicKey(), PLAIN, INFO));
  }

  @Test
  void aPairComesBackFromItsFile() throws Exception {
    TrainingKey again = TrainingKey.parse(key.encode());

    assertThat(again.publicKey()).isEqualTo(key.publicKey());
    assertThat(again.open(TrainingKey.seal(key.publicKey(), PLAIN, INFO), INFO)).isEqualTo(PLAIN);
    assertThat(key.toString()).isEqualTo("TrainingKey[" + key.publicKey() + "]");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    byte[] halves = "VITRINE-TRAINING-KEY-1 AAAA".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> TrainingKey.parse(halves)).isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> TrainingKey.parse(PLAIN)).isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> TrainingKey.seal("no key", PLAIN, INFO))
        .isInstanceOf(UnsealException.class);
    // A point of small order: whoever sealed to it would seal to everybody.
    assertThatThrownBy(() -> TrainingKey.seal("A".repeat(43) + "=", PLAIN, INFO))
        .isInstanceOf(UnsealException.class);
  }
}
