package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorldChecksTest {
  /** Checks that are only of a date, a region or a range. */
  private static final Set<String> WITHOUT_CHECK_DIGIT =
      Set.of(
          "ca-ramq",
          "cn-id-1984",
          "eg-national-id",
          "id-nik",
          "in-pan",
          "in-vehicle",
          "kr-birth",
          "kr-driver",
          "lk-nic",
          "mx-rfc-date",
          "my-nric",
          "tz-nida",
          "us-ein",
          "us-itin",
          "vn-cccd");

  /** By Luhn, Verhoeff, a prime modulus or weights that share no factor with the modulus. */
  private static final List<String> EXACT =
      List.of(
          "ae-id 784199012345676",
          "au-abn 51824753556",
          "au-tfn 123456782",
          "ca-ohip 9876543217",
          "ca-sin 193456787",
          "cl-rut 125319092",
          "cn-id 11010519491231002X",
          "cn-uscc 91350100M000100Y43",
          "ec-cedula 1714307103",
          "hk-id A1234563",
          "il-id 039337423",
          "in-aadhaar 999941057058",
          "ir-national-id 0499370899",
          "kw-civil-id 290031500452",
          "mx-rfc GODE561231GR8",
          "ng-nin 98765432102",
          "nz-ird 49091850",
          "ph-tin 000123456",
          "sa-id 2345678904",
          "sg-nric S1234567D",
          "sg-uen 197401143C",
          "us-aba 021000021",
          "us-npi 1234567893",
          "uy-rut 211003420017",
          "vn-tax 0100233488",
          "za-id 8001015009087");

  /**
   * By two rests that share a check digit, by weights with a factor of the modulus, or with places
   * that nothing protects.
   */
  private static final List<String> NEARLY =
      List.of(
          "ar-cuit 20055361682",
          "au-acn 005499981",
          "au-medicare 2123456701",
          "br-cnh 62472927637",
          "br-cnpj 16727230000197",
          "br-cns 163704163610004",
          "br-cpf 39053344705",
          "br-pis 12045678905",
          "br-titulo 004356870906",
          "ca-phn-bc 9698658215",
          "co-nit 2131234321",
          "do-rnc 101850043",
          "jp-corporate-number 5835678256246",
          "jp-my-number 621498320257",
          "kr-brn 1168200276",
          "kz-iin 900101350122",
          "mx-curp BOXW310820HNERXN09",
          "nz-nhi ZZZ0016",
          "pe-ruc 20512333797",
          "th-id 1234545678781",
          "tw-id A123456789",
          "tw-ubn 00501503",
          "us-dea AB1234563",
          "uy-ci 12345672",
          "ve-rif V114702834");

  private static boolean holds(String name, String id) {
    return Checksums.named(name).holds(id.toCharArray(), id.length());
  }

  /** How many of the changes of one digit to another are refused, of all. */
  private static double refused(String name, String id) {
    int all = 0;
    int refused = 0;
    for (int i = 0; i < id.length(); i++) {
      for (char digit = '0'; digit <= '9' && Character.isDigit(id.charAt(i)); digit++) {
        if (digit != id.charAt(i)) {
          all++;
          refused += holds(name, id.substring(0, i) + digit + id.substring(i + 1)) ? 0 : 1;
        }
      }
    }
    return refused / (double) all;
  }

  static Stream<String> exact() {
    return EXACT.stream();
  }

  static Stream<String> nearly() {
    return NEARLY.stream();
  }

  @ParameterizedTest
  @MethodSource("exact")
  void everyChangeOfOneDigitIsRefused(String sample) {
    String[] parts = sample.split(" ", -1);
    assertThat(holds(parts[0], parts[1])).isTrue();
    assertThat(refused(parts[0], parts[1])).isEqualTo(1.0);
  }

  @ParameterizedTest
  @MethodSource("nearly")
  void mostChangesOfOneDigitAreRefused(String sample) {
    String[] parts = sample.split(" ", -1);
    assertThat(holds(parts[0], parts[1])).isTrue();
    assertThat(refused(parts[0], parts[1])).isGreaterThan(0.8);
  }

  @Test
  void everyCheckHasASampleHere() {
    List<String> sampled = new ArrayList<>(WITHOUT_CHECK_DIGIT);
    Stream.concat(exact(), nearly()).map(each -> each.split(" ", -1)[0]).forEach(sampled::add);
    assertThat(new TreeSet<>(sampled)).isEqualTo(new TreeSet<>(WorldChecks.ALL.keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "nz-ird, 136410132",
    "nz-ird, 35901981",
    "au-acn, 000000019",
    "sg-uen, 00192200M",
    "sg-uen, T01FC6132D",
    "nz-nhi, ZBN77VL",
    "br-cnpj, 12ABC34501DE35",
    "hk-id, G123456A",
    "tw-ubn, 04595257",
    "jp-corporate-number, 7000012050002",
    "jp-corporate-number, T7000012050002",
    "mx-rfc, MAB9307148T4",
    "lk-nic, 742012757V",
    "ca-ramq, BOUF94110711",
    "au-tfn, 37118629"
  })
  void furtherKnownNumbersHold(String name, String id) {
    assertThat(holds(name, id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "br-cpf 11111111111",
        "br-cnpj 00000000000000",
        "us-aba 000000000",
        "us-npi 1111111112",
        "il-id 000000000",
        "cl-rut 111111111",
        "in-aadhaar 222222222222"
      })
  void whatOnlyStandsForANumberIsNone(String sample) {
    String[] parts = sample.split(" ", -1);
    assertThat(holds(parts[0], parts[1])).isFalse();
  }

  @Test
  void everyCheckIsUsedByARule() {
    Set<String> used =
        Catalogue.builtIn().rules().stream().map(Rule::checksum).collect(Collectors.toSet());
    assertThat(used).containsAll(WorldChecks.ALL.keySet());
  }
}
