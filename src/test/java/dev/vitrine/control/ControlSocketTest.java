package dev.vitrine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.testing.ScriptedAgentControl;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of the socket, against a scripted agent. */
@Timeout(60)
final class ControlSocketTest {
  @TempDir private Path folder;

  private final ScriptedAgentControl agent = new ScriptedAgentControl();
  private ControlServer server;
  private ControlClient client;

  @BeforeEach
  void start() throws IOException {
    server = ControlServer.start(folder, null, agent);
    client = ControlClient.find(folder, null).orElseThrow();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Path socket() {
    return ControlSocket.pathFor(folder, null);
  }

  /** Sends bytes as they are; returns what comes back, empty where the server hangs up. */
  private String raw(byte[] bytes) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      try {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
          channel.write(out);
        }
        channel.shutdownOutput();
        ByteBuffer in = ByteBuffer.allocate(4_096);
        while (channel.read(in) > 0) {
          // until the server closes
        }
        return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "";
      }
    }
  }

  private String raw(String text) throws IOException {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyStatusComesThroughWhole() throws ControlException {
    for (AgentStatus.State state : AgentStatus.State.values()) {
      for (String why : new String[] {null, "because"}) {
        agent.status = ScriptedAgentControl.status(state, why);
        assertThat(client.status()).isEqualTo(agent.status);
      }
    }
  }

  @Test
  void theNoticeComesThroughOrIsAbsent() throws ControlException {
    assertThat(client.notice()).isEmpty();

    agent.notice =
        new AgentControl.Notice("Org", "r1", "text\n„ü“", "a@b", "plain words", true, false);
    assertThat(client.notice()).contains(agent.notice);
  }

  @Test
  void acknowledgePauseResumeAndViewerComeThrough() throws ControlException {
    agent.pause = new AgentControl.Pause(Instant.parse("2026-11-20T08:00:00Z"), true);

    assertThat(client.acknowledge("r1")).isEqualTo(agent.status);
    assertThat(client.pause(Duration.ofMinutes(5))).isEqualTo(agent.pause);
    assertThat(client.pause(null)).isEqualTo(agent.pause);
    assertThat(client.resume()).isEqualTo(agent.status);
    assertThat(client.viewerUrl()).isEqualTo(URI.create("http://127.0.0.1:7070/?token=once"));
    assertThat(agent.asked)
        .containsExactly("acknowledge r1", "pause PT5M", "pause null", "resume", "viewer");
  }

  @Test
  void everyKindOfDeletionComesThrough() throws ControlException {
    agent.deletion = new AgentControl.Deletion(7, 2, "erasure-1");
    List<DeletionRequest> requests =
        List.of(
            new DeletionRequest.All(),
            new DeletionRequest.Last(Duration.ofMinutes(30)),
            new DeletionRequest.Between(
                Instant.parse("2026-11-20T08:00:00Z"), Instant.parse("2026-11-20T09:00:00Z")),
            new DeletionRequest.App("Text editor"),
            new DeletionRequest.Ids(Set.of("a", "b")));
    for (DeletionRequest request : requests) {
      assertThat(client.delete(request)).isEqualTo(agent.deletion);
    }

    assertThat(agent.asked).containsExactlyElementsOf(requests);
  }

  @Test
  void aRefusalReachesTheCallerInItsWords() {
    agent.refusal = "another revision is in force";

    assertThatThrownBy(() -> client.acknowledge("r0"))
        .isInstanceOf(ControlException.class)
        .hasMessage("another revision is in force");
  }

  @Test
  void theSocketIsItsUsersAloneAndGoesWithTheServer() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");
    server.close();

    assertThat(socket()).doesNotExist();
    assertThat(ControlClient.find(folder, null)).isEmpty();
    assertThatThrownBy(client::status)
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void aSocketThatADeadAgentLeftIsReplaced() throws IOException {
    Path other = Files.createDirectory(folder.resolve("left"));
    Files.createFile(ControlSocket.pathFor(other, null));
    assertThat(ControlClient.find(other, null)).isEmpty();

    try (ControlServer second = ControlServer.start(other, null, agent)) {
      assertThat(second).isNotNull();
      assertThat(ControlClient.find(other, null)).isPresent();
    }
  }

  @Test
  void aPathThatIsTooLongFallsBackToTheRuntimeDirectory() throws IOException {
    Path deep = folder.resolve("d".repeat(90)).resolve("ü".repeat(40));
    Path runtime = Files.createDirectory(folder.resolve("run"));
    String runtimeDir = runtime.toString();
    assertThat(ControlSocket.pathFor(deep, runtimeDir).getParent()).isEqualTo(runtime);
    assertThat(ControlSocket.pathFor(deep, runtimeDir))
        .isNotEqualTo(ControlSocket.pathFor(deep.resolve("x"), runtimeDir));
    assertThat(ControlSocket.pathFor(folder, runtimeDir).getParent()).isEqualTo(folder);

    try (ControlServer second = ControlServer.start(deep, runtimeDir, agent)) {
      assertThat(second).isNotNull();
      assertThat(ControlClient.find(deep, runtimeDir)).isPresent();
    }
  }

  @Test
  void anUnknownRequestAndOneThatMakesNoSenseAreAnsweredWithAnError() throws IOException {
    for (String request :
        List.of(
            "{\"do\":\"explode\"}",
            "{}",
            "[]",
            "null",
            "",
            "{\"do\":\"delete\"}",
            "{\"do\":\"delete\",\"from\":\"x\",\"to\":\"y\"}")) {
      assertThat(raw(request + "\n")).as(request).startsWith("{\"error\":").endsWith("}\n");
    }
    assertThat(agent.asked).isEmpty();
  }

  @Test
  void garbageAndOversizedRequestsDoNotKillTheServer() throws Exception {
    byte[] huge = new byte[ControlSocket.MAX_MESSAGE + 100_000];
    java.util.Arrays.fill(huge, (byte) 'x');
    for (int i = 0; i < 10; i++) {
      assertThat(raw("not json\n")).isEmpty();
      assertThat(raw("{\"do\":")).isEmpty();
      assertThat(raw(new byte[] {(byte) 0xff, 0, (byte) 0xfe, '\n'})).isEmpty();
      assertThat(raw("[".repeat(5_000) + "\n")).isEmpty();
      assertThat(raw(huge)).isEmpty();
    }

    assertThat(client.status()).isEqualTo(agent.status);
  }

  @Test
  void callersThatSayNothingDoNotShutOthersOut() throws Exception {
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket()));
      silent.add(channel);
    }

    assertThat(client.status()).isEqualTo(agent.status);
    for (SocketChannel channel : silent) {
      channel.close();
    }
  }
}
