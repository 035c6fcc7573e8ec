package dev.vitrine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32;

/**
 * Sends a long stream of lines through {@code vitrine redact --jsonl} with a heap of 64 MiB. The
 * stream is one block again and again, so that each block's output must be the same as the first's.
 */
public final class StreamFigures {
  private static final String HEAP = "-Xmx64m";
  private static final int BLOCK_LINES = 2000;
  private static final int MEBIBYTE = 1 << 20;

  private final ObjectMapper mapper = new ObjectMapper();
  private final PrintStream progress = System.err;
  private final long begin = System.nanoTime();

  private StreamFigures() {}

  /** Arguments: {@code MEGABYTES [--json FILE]}. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, Object> figures = new StreamFigures().run(Long.parseLong(args[0]) * 1_000_000);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("redact --jsonl, " + HEAP + ":");
    figures.forEach((name, value) -> out.printf("  %-24s %s%n", name, value));
    if (args.length > 1) {
      new ObjectMapper().writeValue(Path.of(args[2]).toFile(), figures);
    }
  }

  private Map<String, Object> run(long size)
      throws IOException, InterruptedException, ExecutionException {
    byte[] block = block();
    long blocks = Math.max(2, size / block.length);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vitrine.cli.Main",
                "redact",
                "--jsonl")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(process, block, blocks));
    long most = receive(process, blocks);
    sent.get();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("redact ended with status " + status);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double megabytes = blocks * block.length / 1e6;
    Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("megabytes", Math.round(megabytes));
    figures.put("lines", blocks * BLOCK_LINES);
    figures.put("seconds", Math.round(seconds * 10) / 10.0);
    figures.put("megabytesPerSecond", Math.round(megabytes / seconds * 10) / 10.0);
    if (!cpu.isZero()) {
      figures.put("processorSeconds", cpu.toMillis() / 1000.0);
    }
    figures.put("mostResidentMegabytes", most / 1000);
    return figures;
  }

  /** Chat, prose, code and customers; a line of 1 MiB, one of three. */
  private byte[] block() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> kinds = List.of("chat", "prose-en", "prose-ru", "code", "customers");
    for (int i = 0; i < BLOCK_LINES; i++) {
      int length = i == 500 ? MEBIBYTE : i == 1500 ? 3 * MEBIBYTE : 100 + i * 37 % 4000;
      String text = Texts.make(kinds.get(i % kinds.size()), length);
      out.write(mapper.writeValueAsBytes(Map.of("text", text)));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static void send(Process process, byte[] block, long blocks) {
    try (OutputStream in = process.getOutputStream()) {
      for (long i = 0; i < blocks; i++) {
        in.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads everything; returns the most memory that the process had, in kB; -1 = not known. */
  private long receive(Process process, long blocks) throws IOException {
    Set<Long> sums = new HashSet<>();
    long most = -1;
    long lines = 0;
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream out = new BufferedInputStream(process.getInputStream())) {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n' && ++lines % BLOCK_LINES == 0) {
            sum.update(buffer, from, i + 1 - from);
            from = i + 1;
            sums.add(sum.getValue());
            sum.reset();
            most = Math.max(most, resident(process.pid()));
            tell(lines / BLOCK_LINES, blocks);
          }
        }
        sum.update(buffer, from, n - from);
      }
    }
    if (lines != blocks * BLOCK_LINES || sums.size() != 1) {
      throw new IllegalStateException(
          lines + " lines of " + blocks * BLOCK_LINES + ", " + sums.size() + " different blocks");
    }
    return most;
  }

  private void tell(long done, long blocks) {
    if (done % Math.max(1, blocks / 10) == 0) {
      long seconds = (System.nanoTime() - begin) / 1_000_000_000;
      progress.printf("[%3d s] %d of %d blocks%n", seconds, done, blocks);
    }
  }

  /** The most memory that a process has had, in kB, from Linux' process file system. */
  private static long resident(long process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process), "status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(-1);
  }
}
