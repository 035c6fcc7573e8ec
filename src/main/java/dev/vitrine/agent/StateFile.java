package dev.vitrine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers over a restart besides the buffer, free of content: a pause, the policy
 * that was acknowledged, the revision last in force, and which kind of key store the buffer's key
 * is in. Replaced as a whole, durably; an unreadable file counts as paused and nothing
 * acknowledged, so that doubt captures nothing.
 *
 * @param paused whether staff paused
 * @param pausedUntil the end of the pause, null = until resumed
 * @param acknowledged the text of the policy file whose notice was read, or null
 * @param policy the revision last in force, or null
 * @param keyStore {@code "system"} or {@code "file"}, or null before the first buffer
 */
record StateFile(
    boolean paused,
    @Nullable Instant pausedUntil,
    @Nullable String acknowledged,
    @Nullable String policy,
    @Nullable String keyStore) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NAME = "agent.json";

  static final StateFile NEW = new StateFile(false, null, null, null, null);

  private static final StateFile UNREADABLE = new StateFile(true, null, null, null, null);

  /** What was kept in that data directory. */
  static StateFile read(Path dataDir) {
    Path file = dataDir.resolve(NAME);
    if (!Files.exists(file)) {
      return NEW;
    }
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
      if (!node.path("paused").isBoolean()) {
        return UNREADABLE;
      }
      String until = text(node, "pausedUntil");
      return new StateFile(
          node.path("paused").booleanValue(),
          until == null ? null : Instant.parse(until),
          text(node, "acknowledged"),
          text(node, "policy"),
          text(node, "keyStore"));
    } catch (IOException | DateTimeParseException e) {
      return UNREADABLE;
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).textValue() : null;
  }

  /** Keeps it, durably, in place of what was kept before. */
  void write(Path dataDir) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("paused", paused);
    node.put("pausedUntil", pausedUntil == null ? null : pausedUntil.toString());
    node.put("acknowledged", acknowledged);
    node.put("policy", policy);
    node.put("keyStore", keyStore);
    Path fresh =
        Files.createTempFile(
            dataDir,
            "agent",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, MAPPER.writeValueAsBytes(node));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  StateFile withPause(boolean isPaused, @Nullable Instant until) {
    return new StateFile(isPaused, until, acknowledged, policy, keyStore);
  }

  StateFile withAcknowledged(String policyFile) {
    return new StateFile(paused, pausedUntil, policyFile, policy, keyStore);
  }

  StateFile withPolicy(@Nullable String revision) {
    return new StateFile(paused, pausedUntil, acknowledged, revision, keyStore);
  }

  StateFile withKeyStore(String kind) {
    return new StateFile(paused, pausedUntil, acknowledged, policy, kind);
  }
}
