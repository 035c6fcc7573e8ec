package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
  private static final byte[] PLACE = "place".getBytes(StandardCharsets.UTF_8);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B. */
  @Test
  void aKnownMessageSealsToTheKnownBytes() throws Exception {
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] plain =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    String sealed =
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b";
    try (SealingKey key =
        SealingKey.copyOf(
            hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))) {
      assertThat(key.seal(plain, associated, nonce))
          .isEqualTo(hex("cafebabefacedbaddecaf888" + sealed));
      assertThat(key.open(hex("cafebabefacedbaddecaf888" + sealed), associated)).isEqualTo(plain);
    }
  }

  @Property
  void whatIsSealedOpensInItsPlaceOnly(@ForAll byte[] plain, @ForAll byte[] place)
      throws UnsealException {
    try (SealingKey key = SealingKey.generate();
        SealingKey other = SealingKey.generate()) {
      byte[] sealed = key.seal(plain, place);
      assertThat(key.open(sealed, place)).isEqualTo(plain);
      assertThatThrownBy(() -> key.open(sealed, Arrays.copyOf(place, place.length + 1)))
          .isInstanceOf(UnsealException.class);
      assertThatThrownBy(() -> other.open(sealed, place)).isInstanceOf(UnsealException.class);
    }
  }

  @Test
  void everyFlippedBitAndEveryCutIsNoticed() {
    try (SealingKey key = SealingKey.generate()) {
      byte[] sealed = key.seal(new byte[] {1, 2, 3}, PLACE);
      for (int bit = 0; bit < sealed.length * 8; bit++) {
        byte[] changed = sealed.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThatThrownBy(() -> key.open(changed, PLACE)).isInstanceOf(UnsealException.class);
      }
      for (int length = 0; length < sealed.length; length++) {
        byte[] cut = Arrays.copyOf(sealed, length);
        assertThatThrownBy(() -> key.open(cut, PLACE)).isInstanceOf(UnsealException.class);
      }
    }
  }

  @Test
  void theSameBytesNeverSealToTheSame() {
    try (SealingKey key = SealingKey.generate()) {
      assertThat(key.seal(PLACE, PLACE)).isNotEqualTo(key.seal(PLACE, PLACE));
    }
  }

  @Test
  void aWrappedKeyIsTheSameKey() throws Exception {
    try (SealingKey master = SealingKey.generate();
        SealingKey inner = SealingKey.generate();
        SealingKey unwrapped = master.unwrap(master.wrap(inner, PLACE), PLACE)) {
      assertThat(unwrapped.open(inner.seal(new byte[] {7}, PLACE), PLACE)).containsExactly(7);
    }
  }

  @Test
  void aClosedKeyDoesNothingAndSaysNothing() {
    SealingKey key = SealingKey.generate();
    key.close();
    assertThatThrownBy(key::copyBytes).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.seal(PLACE, PLACE)).isInstanceOf(RuntimeException.class);
    assertThat(key).hasToString("SealingKey");
  }

  @Test
  void aKeyOfAnotherLengthIsNone() {
    assertThatThrownBy(() -> SealingKey.copyOf(new byte[16])).isInstanceOf(UnsealException.class);
  }
}
