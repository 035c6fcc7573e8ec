package dev.vitrine.export;

import dev.vitrine.record.RecordCodec;
import dev.vitrine.record.RecordLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Writes records to a file as NDJSON: the exact lines, in the order in which the source gives them,
 * each with a line feed. The file appears under its name only when it is complete and on the disk,
 * and only its owner may read it; where anything fails, nothing is left of it.
 */
public final class Exporter {
  private Exporter() {}

  /**
   * Where records come from.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Source<E extends Exception> {
    /**
     * Gives every record to the sink, oldest first, and lets the sink's unchecked exceptions pass.
     */
    void forEach(Consumer<RecordLine> sink) throws E;
  }

  /**
   * Writes all records of a source.
   *
   * @param out the file to be; its directory exists
   * @param force whether an existing file may be replaced; a directory never is
   * @param progress told the number of records after each one
   * @return how many records were written
   * @throws FileAlreadyExistsException where it exists and {@code force} is false
   * @throws IOException where it cannot be written
   * @throws E where the source failed
   */
  public static <E extends Exception> long jsonl(
      Source<E> source, Path out, boolean force, LongConsumer progress) throws E, IOException {
    Path target = out.toAbsolutePath();
    refuse(target, force);
    Path parent = target.getParent();
    if (parent == null || target.getFileName() == null) {
      throw new IOException("not a file's name");
    }
    Path temporary = Files.createTempFile(parent, ".vitrine-export-", ".part", ownerOnly(parent));
    try {
      long count = write(source, temporary, progress);
      // Someone may have made the file meanwhile.
      refuse(target, force);
      move(temporary, target);
      return count;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void refuse(Path target, boolean force) throws FileAlreadyExistsException {
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (there && (!force || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS))) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private static <E extends Exception> long write(
      Source<E> source, Path file, LongConsumer progress) throws E, IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      LineWriter writer = new LineWriter(channel, progress);
      source.forEach(writer);
      writer.flush();
      channel.force(true);
      return writer.count;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
    Set<String> views = directory.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Gathers lines, so that a record is not a system call. */
  private static final class LineWriter implements Consumer<RecordLine> {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final LongConsumer progress;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long count;

    LineWriter(FileChannel channel, LongConsumer progress) {
      this.channel = channel;
      this.progress = progress;
    }

    @Override
    public void accept(RecordLine line) {
      if (line.size() > RecordCodec.MAX_LINE_BYTES) {
        throw new UncheckedIOException(
            new IOException("a record is larger than the format allows"));
      }
      if (buffer.remaining() < line.size() + 1) {
        try {
          flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      buffer.put(line.bytes()).put((byte) '\n');
      count++;
      progress.accept(count);
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }
  }
}
