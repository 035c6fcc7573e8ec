package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.crypto.Ed25519;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A receipt as it travels: the receipt's text, and the base64 of an Ed25519 signature over its
 * UTF-8 bytes.
 */
public record SignedReceipt(String receipt, String signature) {
  /** Reads an answer; says nothing about the signature. */
  public static SignedReceipt parse(byte[] json) throws ProtocolException {
    ObjectNode node = StrictJson.read(json);
    return new SignedReceipt(StrictJson.text(node, "receipt"), StrictJson.text(node, "signature"));
  }

  /** Signs. */
  public static SignedReceipt sign(Receipt receipt, Ed25519.Pair signer) {
    String text = receipt.text();
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    return new SignedReceipt(text, Base64.getEncoder().encodeToString(signature));
  }

  /**
   * Whether the signature is that key's.
   *
   * @param publicKey base64 of the raw 32 bytes
   */
  public boolean verify(String publicKey) {
    return Ed25519.verify(publicKey, receipt.getBytes(StandardCharsets.UTF_8), signature);
  }

  /** The JSON text. */
  public byte[] json() {
    return StrictJson.write(
        StrictJson.object().put("receipt", receipt).put("signature", signature));
  }
}
