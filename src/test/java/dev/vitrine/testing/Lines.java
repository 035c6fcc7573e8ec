package dev.vitrine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The lines that a process has written to its standard output so far. */
public final class Lines {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final List<String> lines = new ArrayList<>();

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
        add(line);
      }
    } catch (IOException e) {
      add("reading failed");
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** A copy of what came so far. */
  public synchronized List<String> soFar() {
    return List.copyOf(lines);
  }

  /** How many came so far. */
  public synchronized int count() {
    return lines.size();
  }

  /** Waits until a line that begins so has come, and returns the first. */
  public String awaitLine(String start) {
    return awaitLine(0, start);
  }

  /** The same, without the first {@code skipped} lines; returns at once when it comes. */
  public synchronized String awaitLine(int skipped, String start) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int next = skipped;
    while (true) {
      for (; next < lines.size(); next++) {
        if (lines.get(next).startsWith(start)) {
          return lines.get(next);
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no line " + start + " in " + lines);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /** Forgets what came so far. */
  public synchronized void clear() {
    lines.clear();
  }
}
