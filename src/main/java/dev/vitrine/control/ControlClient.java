package dev.vitrine.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks to the running agent of a data directory. */
public final class ControlClient {
  private final Path path;

  private ControlClient(Path path) {
    this.path = path;
  }

  /** The running agent, or empty where none answers. */
  public static Optional<ControlClient> find(Path dataDir, @Nullable String runtimeDir) {
    ControlClient client = new ControlClient(ControlSocket.pathFor(dataDir, runtimeDir));
    try (SocketChannel channel = client.connect()) {
      ControlSocket.write(channel, request("status"));
      ControlSocket.read(channel);
      return Optional.of(client);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The agent's state. */
  public AgentStatus status() throws ControlException {
    return StatusJson.decode(ask(request("status")));
  }

  /** The notice of the policy in force, or empty where none is loaded. */
  public Optional<AgentControl.Notice> notice() throws ControlException {
    JsonNode node = ask(request("notice"));
    if (!node.has("revision")) {
      return Optional.empty();
    }
    return Optional.of(
        new AgentControl.Notice(
            node.path("organization").asText(),
            node.path("revision").asText(),
            node.path("text").asText(),
            node.path("contact").asText(),
            node.path("explanation").asText(),
            node.path("acknowledged").asBoolean(),
            node.path("loopback").asBoolean()));
  }

  /** Records that the notice of that revision was read. */
  public AgentStatus acknowledge(String revision) throws ControlException {
    ObjectNode request = request("acknowledge");
    request.put("revision", revision);
    return StatusJson.decode(ask(request));
  }

  /** Pauses; null = until resumed. */
  public AgentControl.Pause pause(@Nullable Duration howLong) throws ControlException {
    ObjectNode request = request("pause");
    if (howLong != null) {
      request.put("seconds", howLong.toSeconds());
    }
    JsonNode node = ask(request);
    JsonNode until = node.path("until");
    return new AgentControl.Pause(
        until.isTextual() ? Instant.parse(until.textValue()) : null,
        node.path("clamped").asBoolean());
  }

  /** Ends a pause. */
  public AgentStatus resume() throws ControlException {
    return StatusJson.decode(ask(request("resume")));
  }

  /** Erases; returns when it is done. */
  public AgentControl.Deletion delete(AgentControl.DeletionRequest what) throws ControlException {
    ObjectNode request = request("delete");
    if (what instanceof AgentControl.DeletionRequest.All) {
      request.put("all", true);
    } else if (what instanceof AgentControl.DeletionRequest.Last last) {
      request.put("lastSeconds", last.howLong().toSeconds());
    } else if (what instanceof AgentControl.DeletionRequest.Between between) {
      request.put("from", between.from().toString());
      request.put("to", between.to().toString());
    } else if (what instanceof AgentControl.DeletionRequest.App app) {
      request.put("app", app.name());
    } else if (what instanceof AgentControl.DeletionRequest.Ids ids) {
      ArrayNode list = request.putArray("ids");
      ids.ids().stream().sorted().forEach(list::add);
    }
    JsonNode node = ask(request);
    JsonNode erasure = node.path("erasure");
    return new AgentControl.Deletion(
        node.path("records").longValue(),
        node.path("alreadySent").longValue(),
        erasure.isTextual() ? erasure.textValue() : null);
  }

  /** A viewer address with a fresh one-time token. */
  public URI viewerUrl() throws ControlException {
    return URI.create(ask(request("viewer")).path("url").asText());
  }

  private JsonNode ask(ObjectNode request) throws ControlException {
    try (SocketChannel channel = connect()) {
      ControlSocket.write(channel, request);
      JsonNode answer = ControlSocket.read(channel);
      if (answer.has("error")) {
        throw new ControlException(answer.path("error").asText());
      }
      return answer.path("ok");
    } catch (IOException e) {
      throw new ControlException("the agent does not answer; is it still running?");
    }
  }

  private static ObjectNode request(String verb) {
    return ControlSocket.MAPPER.createObjectNode().put("do", verb);
  }
}
