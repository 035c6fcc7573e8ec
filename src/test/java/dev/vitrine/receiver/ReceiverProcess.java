package dev.vitrine.receiver;

import dev.vitrine.testing.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A receiver in a process of its own, which can be killed. */
public final class ReceiverProcess implements AutoCloseable {
  private final Process process;
  private final URI url;

  private ReceiverProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one with these options of the virtual machine; it answers when this returns. */
  public static ReceiverProcess start(Path dir, int port, String... options) throws IOException {
    Process process =
        JavaProcess.of(
                List.of(options), ReceiverProcess.class, dir.toString(), String.valueOf(port))
            .redirectError(JavaProcess.log())
            .start();
    return new ReceiverProcess(process, URI.create(JavaProcess.firstLine(process)));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public URI url() {
    return url;
  }

  /** SIGKILL; returns when it is dead. */
  public void kill() {
    JavaProcess.kill(process);
  }

  @Override
  public void close() {
    JavaProcess.kill(process);
  }

  /** Runs until killed, or until whoever started it is gone. */
  public static void main(String[] args) throws Exception {
    JavaProcess.endWithParent();
    Receiver receiver =
        Receiver.start(
            ReceiverOptions.loopback(Path.of(args[0]), Integer.parseInt(args[1])),
            InstantSource.system());
    System.out.println(receiver.url());
    Thread.currentThread().join();
  }
}
