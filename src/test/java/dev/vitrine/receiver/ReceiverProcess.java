package dev.vitrine.receiver;

import dev.vitrine.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A receiver in a process of its own, which can be killed. */
public final class ReceiverProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;

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
    String line = firstLine(process);
    if (line == null) {
      JavaProcess.kill(process);
      throw new IOException("The receiver did not start");
    }
    return new ReceiverProcess(process, URI.create(line));
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

  /** Null where it ended, or said nothing in time; it is no use then. */
  private static @Nullable String firstLine(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    AtomicBoolean started = new AtomicBoolean();
    // A read cannot be interrupted; the end of the process ends it.
    CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS)
        .execute(
            () -> {
              if (!started.get()) {
                process.toHandle().destroyForcibly();
              }
            });
    String line = out.readLine();
    started.set(true);
    return line;
  }

  /** SIGKILL; returns when it is dead. */
  public void kill() {
    JavaProcess.kill(process);
  }

  @Override
  public void close() {
    JavaProcess.kill(process);
  }

  /** Runs until killed. */
  public static void main(String[] args) throws Exception {
    Receiver receiver =
        Receiver.start(
            ReceiverOptions.loopback(Path.of(args[0]), Integer.parseInt(args[1])),
            InstantSource.system());
    System.out.println(receiver.url());
    Thread.currentThread().join();
  }
}
