package dev.vitrine.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of the control socket agree on: a Unix-domain socket that only its user can open;
 * one JSON object and a line feed each way, then the connection closes.
 */
final class ControlSocket {
  /** Bytes that one message may have. */
  static final int MAX_MESSAGE = 1 << 20;

  /** Bytes that a socket's path may have on Linux, less the final zero. */
  private static final int MAX_PATH = 107;

  static final ObjectMapper MAPPER = new ObjectMapper();

  private ControlSocket() {}

  /**
   * Where the agent of a data directory listens: in it, or, where that path is too long, in the
   * runtime directory.
   */
  static Path pathFor(Path dataDir, @Nullable String runtimeDir) {
    Path inside = dataDir.toAbsolutePath().normalize().resolve("agent.sock");
    if (runtimeDir == null || bytes(inside.toString()) <= MAX_PATH) {
      return inside;
    }
    String name = "vitrine-" + HexFormat.of().toHexDigits(inside.toString().hashCode()) + ".sock";
    return Path.of(runtimeDir, name);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static JsonNode read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer.clear()) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return MAPPER.readTree(line.toByteArray());
        }
        line.write(next);
      }
      if (line.size() > MAX_MESSAGE) {
        throw new IOException("the message is too long");
      }
    }
    throw new IOException("the connection ended in the middle of a message");
  }

  static void write(SocketChannel channel, ObjectNode message) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(MAPPER.writeValueAsBytes(message));
    line.write('\n');
    ByteBuffer buffer = ByteBuffer.wrap(line.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
