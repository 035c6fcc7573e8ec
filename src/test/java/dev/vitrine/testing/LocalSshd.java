package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real sshd on a port of the loopback address, with a host key of its own. It asks everybody for
 * a password and lets nobody in: the user that is named does not exist. Needs root.
 */
public final class LocalSshd {
  private final int port;

  private LocalSshd(int port) {
    this.port = port;
  }

  /** Starts it; it ends with the display. */
  public static LocalSshd start(TestDisplay display) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(display.home().resolve("sshd"));
    Files.createDirectories(Path.of("/run/sshd"));
    Path key = folder.resolve("key");
    Process keygen =
        display.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    if (!keygen.waitFor(20, TimeUnit.SECONDS) || keygen.exitValue() != 0) {
      throw new IllegalStateException("ssh-keygen made no key");
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration =
        Files.writeString(
            folder.resolve("config"),
            String.join(
                "\n",
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + key,
                "PidFile none",
                "UsePAM no",
                "PasswordAuthentication yes",
                "LogLevel QUIET",
                ""));
    display.run("/usr/sbin/sshd", "-D", "-f", configuration.toString());
    await().atMost(Duration.ofSeconds(20)).until(() -> answers(port));
    return new LocalSshd(port);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The client's command that leads to the question for the password. */
  public String command() {
    return "ssh -F none -p "
        + port
        + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
        + " -o PreferredAuthentications=password nosuch@127.0.0.1";
  }
}
