package dev.vitrine.receiver;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The NDJSON files, one a UTC day of receipt. They are a view of the database, which alone is the
 * truth: a file holds the records of its day in order up to a known position, and whatever stands
 * behind that position after a crash is cut off and written again.
 */
final class DayFiles {
  private final Path dir;

  DayFiles(Path dir) {
    this.dir = dir;
  }

  /** Up to which record the file is written and synced, and how long it is then. */
  record Position(long seq, long bytes) {
    /** Nothing, or nothing that can be used. */
    static final Position NONE = new Position(0, 0);
  }

  /** Takes one line, without its line feed. */
  @FunctionalInterface
  interface LineSink {
    void line(long seq, byte[] line) throws IOException;
  }

  /** Gives the lines of a day that come after a record, in order. */
  @FunctionalInterface
  interface Lines {
    void after(long seq, LineSink sink) throws IOException, SQLException;
  }

  /**
   * Brings the day's file from a position up to date and returns the new one; durable then. From
   * {@link Position#NONE} the file is written anew and takes the old one's place at once.
   */
  Position bring(String day, Position from, Lines lines) throws IOException, SQLException {
    Path file = file(day);
    if (from.bytes() == 0 || !Files.exists(file) || Files.size(file) < from.bytes()) {
      Counter whole = new Counter(Position.NONE);
      PrivateFiles.<SQLException>replace(
          file,
          out -> {
            OutputStream buffered = new BufferedOutputStream(out);
            lines.after(0, whole.into(buffered));
            buffered.flush();
          });
      return whole.position();
    }
    Counter counter = new Counter(from);
    try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
      random.setLength(from.bytes());
      random.seek(from.bytes());
      OutputStream out = new BufferedOutputStream(new FileOutputStream(random.getFD()));
      lines.after(from.seq(), counter.into(out));
      out.flush();
      random.getFD().sync();
    }
    return counter.position();
  }

  /** Whether the day's file has that length. */
  boolean hasLength(String day, long bytes) throws IOException {
    Path file = file(day);
    return Files.exists(file) && Files.size(file) == bytes;
  }

  private Path file(String day) {
    return dir.resolve("records-" + day + ".ndjson");
  }

  /** Counts what is written. */
  private static final class Counter {
    private long seq;
    private long bytes;

    Counter(Position from) {
      this.seq = from.seq();
      this.bytes = from.bytes();
    }

    LineSink into(OutputStream out) {
      return (number, line) -> {
        out.write(line);
        out.write('\n');
        seq = number;
        bytes += line.length + 1;
      };
    }

    Position position() {
      return new Position(seq, bytes);
    }
  }
}
