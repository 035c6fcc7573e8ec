package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as RFC 9457 has it. {@code detail} is for people and never quotes a record. */
public record Problem(Type type, String detail) {

  /** The kinds of problem, each with its HTTP status. */
  public enum Type {
    /** Something about the request is not as the protocol says. */
    MALFORMED(400, "Malformed request"),
    /** The body is not what its digest says. */
    DIGEST_MISMATCH(400, "Content-Digest does not match"),
    /** Data for that purpose is not taken. */
    PURPOSE(400, "Purpose not accepted"),
    /** No or wrong credentials. */
    UNAUTHORIZED(401, "Credentials needed"),
    /** The agent's id is not the hash of its secret. */
    AGENT_MISMATCH(403, "Agent id and key do not belong together"),
    /** There is nothing of that name. */
    NOT_FOUND(404, "Not found"),
    /** The path knows other methods. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** The body, unpacked or as sent, or its number of records is over the limit. */
    TOO_LARGE(413, "Too large"),
    /** Neither gzipped NDJSON nor what else the path takes. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** A record is not one: this alone makes an agent look for the culprit. */
    INVALID_RECORD(422, "Invalid record"),
    /** A record has a schema version that this endpoint does not know. */
    SCHEMA_VERSION(422, "Unknown record schema version"),
    /** That batch id came with other bytes before. */
    BATCH_CHANGED(422, "Batch id used for other bytes"),
    /** That erasure id came with other ids before. */
    ERASURE_CHANGED(422, "Erasure id used for other records"),
    /** The endpoint cannot store at the moment. */
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String title;

    Type(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** The URN in {@code type}. */
    public String urn() {
      return "urn:vitrine:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The JSON text. */
  public byte[] json() {
    return StrictJson.write(
        StrictJson.object()
            .put("type", type.urn())
            .put("title", type.title)
            .put("status", type.status)
            .put("detail", detail));
  }

  /** The {@code type} of a problem document, or {@code about:blank} where it names none. */
  public static String typeOf(byte[] json) {
    try {
      ObjectNode node = StrictJson.read(json);
      return node.path("type").asText("about:blank");
    } catch (ProtocolException e) {
      return "about:blank";
    }
  }
}
