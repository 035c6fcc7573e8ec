package dev.vitrine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.crypto.Ed25519;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProtocolTest {
  private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";

  @Test
  void theDigestIsThatOfRfc9530() {
    byte[] body = "{\"hello\": \"world\"}\n".getBytes(StandardCharsets.UTF_8);

    // RFC 9530, appendix B.1.
    String header = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    assertThat(ContentDigest.of(body)).isEqualTo(header);
    assertThat(ContentDigest.matches("sha-512=:AAAA:, " + header, body)).isTrue();
    assertThat(ContentDigest.matches(header, new byte[0])).isFalse();
    assertThat(ContentDigest.matches("sha-512=:AAAA:", body)).isFalse();
    assertThat(ContentDigest.matches("sha-256=:*:", body)).isFalse();
    assertThat(ContentDigest.matches("sha-256=:", body)).isFalse();
    assertThat(ContentDigest.matches(null, body)).isFalse();
  }

  @Test
  void anAgentsIdIsTheHashOfItsSecretAsSent() {
    AgentIdentity identity = AgentIdentity.of(new byte[32]);

    // printf %s AAA…A | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d =
    assertThat(identity.secret()).isEqualTo("A".repeat(43));
    assertThat(identity.id()).isEqualTo("DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo");
    assertThat(AgentIdentity.parse(identity.secret()).orElseThrow().id()).isEqualTo(identity.id());
    assertThat(identity.toString()).doesNotContain(identity.secret());
  }

  @Test
  void aSecretHasOneSpelling() {
    String secret = "A".repeat(43);
    for (String other :
        List.of("", "A".repeat(42), "A".repeat(44), "A".repeat(42) + "B", secret + "=", "é")) {
      assertThat(AgentIdentity.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    BatchAnswer answer = new BatchAnswer(ID, 7);
    assertThat(BatchAnswer.parse(answer.json())).isEqualTo(answer);
    Health health = new Health("1", 1, 1, Limits.DEFAULT, "key");
    assertThat(Health.parse(health.json())).isEqualTo(health);
    ErasureRequest request = new ErasureRequest(ID, List.of(ID), List.of());
    assertThat(ErasureRequest.parse(request.json())).isEqualTo(request);
    Receipt receipt = new Receipt(ID, List.of(ID), List.of(), Instant.EPOCH);
    assertThat(Receipt.parse(receipt.text())).isEqualTo(receipt);
    assertThat(receipt.covers(request)).isTrue();
    assertThat(new Receipt(ID, List.of(), List.of(ID), Instant.EPOCH).covers(request)).isFalse();
  }

  @Test
  void aReceiptHoldsForItsOwnKeyAndText() throws Exception {
    try (Ed25519.Pair key = Ed25519.Pair.generate();
        Ed25519.Pair other = Ed25519.Pair.generate()) {
      SignedReceipt signed =
          SignedReceipt.sign(new Receipt(ID, List.of(), List.of(), Instant.EPOCH), key);

      assertThat(SignedReceipt.parse(signed.json()).verify(key.publicKeyBase64())).isTrue();
      assertThat(signed.verify(other.publicKeyBase64())).isFalse();
      assertThat(signed.verify("not base64!")).isFalse();
      assertThat(
              new SignedReceipt(signed.receipt() + " ", signed.signature())
                  .verify(key.publicKeyBase64()))
          .isFalse();
    }
  }

  @Test
  void whatIsNotStrictlyTheProtocolIsRefusedWithoutBeingQuoted() {
    for (String json :
        List.of(
            "",
            "null",
            "[]",
            "{\"batch\":\"" + ID + "\",\"stored\":1} x",
            "{\"batch\":\"" + ID + "\",\"stored\":1,\"stored\":1}",
            "{\"batch\":\"" + ID + "\",\"stored\":-1}",
            "{\"batch\":\"" + ID + "\",\"stored\":1.0}",
            "{\"batch\":\"" + ID + "\",\"stored\":\"1\"}",
            "{\"batch\":\"" + ID + "\",\"stored\":99999999999999999999}",
            "{\"batch\":\"hunter2\",\"stored\":1}",
            "{\"batch\":\"hunter2\\u0000aaaaaaaaaaaaaaa\",\"stored\":1}")) {
      assertThatThrownBy(() -> BatchAnswer.parse(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(ProtocolException.class)
          .hasMessageNotContaining("hunter2");
    }
    byte[] utf16 = "{\"batch\":1}".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> BatchAnswer.parse(utf16)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void anErasureTakesKnownFieldsAndAtLeastOneId() {
    for (String json :
        List.of(
            "{\"id\":\"" + ID + "\",\"records\":[],\"batches\":[]}",
            "{\"id\":\"" + ID + "\",\"records\":[\"" + ID + "\"]}",
            "{\"id\":\"" + ID + "\",\"records\":[\"x\"],\"batches\":[]}",
            "{\"id\":\"" + ID + "\",\"records\":[\"" + ID + "\"],\"batches\":[],\"why\":1}")) {
      assertThatThrownBy(() -> ErasureRequest.parse(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void problemsHaveTheirUrnAndStatus() {
    Problem problem = new Problem(Problem.Type.INVALID_RECORD, "line 3");

    assertThat(new String(problem.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"urn:vitrine:problem:invalid-record\",\"title\":\"Invalid record\","
                + "\"status\":422,\"detail\":\"line 3\"}");
    assertThat(Problem.typeOf(problem.json())).isEqualTo("urn:vitrine:problem:invalid-record");
    assertThat(Problem.typeOf(new byte[] {1})).isEqualTo("about:blank");
  }
}
