package dev.vitrine.rules;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that the specifications publish. */
class WalletChecksTest {
  private static boolean holds(String check, String id) {
    return Checksums.named(check).holds(id.toCharArray(), id.length());
  }

  @Test
  void keccakHasThePublishedDigests() {
    assertThat(HexFormat.of().formatHex(Keccak.digest(new byte[0])))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(HexFormat.of().formatHex(Keccak.digest("abc".getBytes(US_ASCII))))
        .isEqualTo("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    assertThat(Keccak.digest(new byte[136])).hasSize(32).isNotEqualTo(Keccak.digest(new byte[135]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void theAddressesOfEip55Hold(String address) {
    assertThat(holds("eip-55", address)).isTrue();
    assertThat(holds("eip-55", address.replace('a', 'A'))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        "BC1SW50QGDZ25J",
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
        "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
      })
  void theAddressesOfBip350Hold(String address) {
    assertThat(holds("bech32-segwit", address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf",
        "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
        "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
        "bc1pw5dgrnzv",
        "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
        "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq",
        "bc1gmk9yu"
      })
  void theAddressesThatBip350RefusesDoNot(String address) {
    assertThat(holds("bech32-segwit", address)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "base58check-address, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "base58check-address, 3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
    "base58check-address, 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
    "base58check-key, 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "base58check-ripple, rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
    "base58check-ripple, rrrrrrrrrrrrrrrrrrrrrhoLvTp",
    "cashaddr, qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
    "stellar, GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"
  })
  void publishedOnesHoldAndTheirNeighboursDoNot(String check, String id) {
    assertThat(holds(check, id)).isTrue();
    char[] other = id.toCharArray();
    other[id.length() / 2] = other[id.length() / 2] == '7' ? '5' : '7';
    assertThat(holds(check, new String(other))).isFalse();
  }

  @Test
  void theVehicleOfTheRegulationHolds() {
    assertThat(holds("vin", "1M8GDM9AXKP042788")).isTrue();
    assertThat(holds("vin", "1M8GDM9A1KP042788")).isFalse();
    assertThat(holds("imei", "490154203237518")).isTrue();
    assertThat(holds("imei", "490154203237519")).isFalse();
    assertThat(holds("clabe", "032180000118359719")).isTrue();
    assertThat(holds("bic", "DEUTDEFF")).isTrue();
    assertThat(holds("bic", "DEUTQQFF")).isFalse();
  }
}
