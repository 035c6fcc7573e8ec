package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lines that a process has written to its standard output so far. */
public final class Lines {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Reads from now on, on a thread of its own. */
  public Lines(Process process) {
    Thread reader = new Thread(() -> read(process), "lines");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Process process) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("reading failed");
    }
  }

  /** A copy of what came so far. */
  public List<String> soFar() {
    return List.copyOf(lines);
  }

  /** Waits until a line that begins so has come, and returns the first. */
  public String awaitLine(String start) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> lines.stream().anyMatch(line -> line.startsWith(start)));
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** Forgets what came so far. */
  public void clear() {
    lines.clear();
  }
}
