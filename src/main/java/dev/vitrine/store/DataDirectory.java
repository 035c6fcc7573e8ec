package dev.vitrine.store;

import com.github.luben.zstd.util.Native;
import dev.vitrine.crypto.RandomIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files beside the database: the directory's random id, the ballast that is given up when the
 * disk is full, and a mark that says how far the database had come, so that a lost tail is noticed.
 * The directory is 0700, its files 0600, where the file system knows such modes.
 */
final class DataDirectory {
  private static final int BALLAST_BYTES = 1 << 20;
  private static final long ROOM_FOR_BALLAST = 4L << 20;
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path dir;

  DataDirectory(Path dir) throws StoreException {
    this.dir = dir.toAbsolutePath().normalize();
    if (this.dir.toString().indexOf('?') >= 0) {
      throw new StoreException(
          StoreException.Kind.IO, "The data directory's path must not contain a question mark");
    }
  }

  Path path() {
    return dir;
  }

  Path database() {
    return dir.resolve("buffer.db");
  }

  boolean hasDatabase() {
    return Files.exists(database());
  }

  /** Makes the directory, or tightens it. */
  void prepare() throws StoreException {
    try {
      privateDirectory(dir);
    } catch (IOException e) {
      throw failed("cannot be made or written", e);
    }
  }

  /**
   * Makes the native libraries of SQLite and zstd unpack into a private folder instead of the
   * world's temporary one. They load once a process; a later directory changes nothing. The one
   * writer of a directory clears what killed runs of it left.
   */
  void prepareNativeLibraries(boolean writer) throws StoreException {
    Path natives = dir.resolve("native").resolve(writer ? "agent" : "read");
    try {
      privateDirectory(dir.resolve("native"));
      privateDirectory(natives);
      if (System.getProperty("org.sqlite.tmpdir") == null) {
        if (writer) {
          clear(natives);
        }
        System.setProperty("org.sqlite.tmpdir", natives.toString());
        System.setProperty("ZstdTempFolder", natives.toString());
        Native.load();
      }
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : (Iterable<Path>) left::iterator) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Makes an empty private file where there is no database; its journals inherit the mode. */
  void touchDatabase() throws StoreException {
    try {
      if (!hasDatabase()) {
        FileChannel.open(
                database(),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                privately("rw-------"))
            .close();
      }
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  /** The random id of the directory, made at first use. */
  String id() throws StoreException {
    Path file = dir.resolve("id");
    try {
      if (Files.exists(file)) {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
      }
      String id = RandomIds.next(new SecureRandom());
      writeDurably(file, id.getBytes(StandardCharsets.US_ASCII));
      return id;
    } catch (IOException e) {
      throw failed("cannot be read or written", e);
    }
  }

  /** Keeps the database's id beside it where it is not there any more. */
  void keepId(String id) throws StoreException {
    try {
      if (!Files.exists(dir.resolve("id"))) {
        writeDurably(dir.resolve("id"), id.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  /**
   * Notes how far the database has come. Not flushed: it outlives the process, and after a power
   * loss, or where it cannot be written, it lags behind the database but is never ahead of it.
   */
  void mark(long lastSeq) {
    try (FileChannel channel =
        FileChannel.open(
            dir.resolve("buffer.mark"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            privately("rw-------"))) {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, lastSeq), 0);
    } catch (IOException e) {
      // What was appended is safe without it; only a later loss of it would not be noticed.
      return;
    }
  }

  /** What was marked; 0 where nothing was. */
  long marked() {
    try {
      byte[] bytes = Files.readAllBytes(dir.resolve("buffer.mark"));
      return bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Keeps 1 MiB of disk for hard times, if there is room for it. */
  void keepBallast() {
    Path ballast = ballast();
    try {
      if (!Files.exists(ballast) && Files.getFileStore(dir).getUsableSpace() > ROOM_FOR_BALLAST) {
        // Random, so that no file system stores it as a hole or compressed.
        byte[] bytes = new byte[BALLAST_BYTES];
        new SecureRandom().nextBytes(bytes);
        writeDurably(ballast, bytes);
      }
    } catch (IOException e) {
      // Without ballast everything works but deleting on a full disk; the next start tries again.
      ballast.toFile().delete();
    }
  }

  /** Gives the ballast up; says whether there was any. */
  boolean releaseBallast() {
    try {
      return Files.deleteIfExists(ballast());
    } catch (IOException e) {
      return false;
    }
  }

  /** Renames a damaged database and its journals, and says the new name. */
  Path setAside(Instant now) throws StoreException {
    String stamp = STAMP.format(now);
    Path target = dir.resolve("buffer.damaged-" + stamp + ".db");
    for (int n = 2; Files.exists(target); n++) {
      target = dir.resolve("buffer.damaged-" + stamp + "-" + n + ".db");
    }
    try {
      Files.move(database(), target, StandardCopyOption.ATOMIC_MOVE);
      for (String suffix : new String[] {"-wal", "-shm"}) {
        Path journal = dir.resolve("buffer.db" + suffix);
        if (Files.exists(journal)) {
          Files.move(journal, dir.resolve(target.getFileName() + suffix));
        }
      }
      return target;
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  boolean isNearlyFull() {
    try {
      return Files.getFileStore(dir).getUsableSpace() < BALLAST_BYTES / 16;
    } catch (IOException e) {
      return false;
    }
  }

  private Path ballast() {
    return dir.resolve("ballast");
  }

  private void writeDurably(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            privately("rw-------"))) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    if (POSIX) {
      try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static void privateDirectory(Path path) throws IOException {
    Files.createDirectories(path, privately("rwx------"));
    if (POSIX) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static FileAttribute<?>[] privately(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private StoreException failed(String what, IOException e) {
    return new StoreException(
        isNearlyFull() ? StoreException.Kind.FULL : StoreException.Kind.IO,
        "The data directory " + dir + " " + what + " (" + e.getClass().getSimpleName() + ")",
        e);
  }
}
