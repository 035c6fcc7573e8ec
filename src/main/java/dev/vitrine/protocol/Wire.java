package dev.vitrine.protocol;

import java.util.regex.Pattern;

/** Names and constants of the ingest protocol, version 1 (see {@code docs/protocol.md}). */
public final class Wire {
  /** The version of this protocol. */
  public static final int PROTOCOL = 1;

  /** The version {@code v} of the record schema. */
  public static final int RECORD_SCHEMA = 1;

  /** The only purpose there is. */
  public static final String PURPOSE = "ai-training";

  /** Path of batches, below the endpoint. */
  public static final String BATCHES = "/v1/batches";

  /** Path of erasures, below the endpoint. */
  public static final String ERASURES = "/v1/erasures";

  /** Path of the endpoint's description, below the endpoint. */
  public static final String HEALTH = "/v1/health";

  /** Media type of a batch. */
  public static final String NDJSON = "application/x-ndjson";

  /** Media type of a batch that is sealed to the training team's key. */
  public static final String SEALED = "application/vnd.vitrine.sealed+hpke";

  /** Media type of requests and answers other than batches. */
  public static final String JSON = "application/json";

  /** Media type of an error (RFC 9457). */
  public static final String PROBLEM_JSON = "application/problem+json";

  /** The batch id, as a quoted string. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** The digest of the body as sent (RFC 9530). */
  public static final String CONTENT_DIGEST = "Content-Digest";

  /** The purpose, on every batch. */
  public static final String VITRINE_PURPOSE = "Vitrine-Purpose";

  /** The agent's id. */
  public static final String VITRINE_AGENT = "Vitrine-Agent";

  /** The agent's secret, of which the id is the hash. */
  public static final String VITRINE_AGENT_KEY = "Vitrine-Agent-Key";

  /** The most bytes of an answer that a client reads, other than receipts: 64 KiB. */
  public static final int MAX_ANSWER_BYTES = 64 * 1024;

  /** The most records and batches together in one erasure. */
  public static final int MAX_ERASURE_IDS = 100_000;

  /** The most bytes of an erasure request: 8 MiB. */
  public static final int MAX_ERASURE_BYTES = 8 * 1024 * 1024;

  /** The most bytes of a signed receipt, in which the ids stand once more: 16 MiB. */
  public static final int MAX_RECEIPT_BYTES = 16 * 1024 * 1024;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  private Wire() {}

  /** Whether this can be the id of a record, a batch or an erasure: 16 to 64 of base64url. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The batch id as an {@code Idempotency-Key} (a structured-field string). */
  public static String idempotencyKey(String batch) {
    return '"' + batch + '"';
  }
}
