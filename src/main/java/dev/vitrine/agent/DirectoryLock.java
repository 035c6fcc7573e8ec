package dev.vitrine.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** One agent a data directory: a lock that ends with the process, however that ends. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock; makes the directory, for its owner alone, where it is not there.
   *
   * @throws AgentException where another process has it, or the directory cannot be written
   */
  static DirectoryLock take(Path dataDir) throws AgentException {
    try {
      Files.createDirectories(
          dataDir,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel channel =
          FileChannel.open(
              dataDir.resolve("agent.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new AgentException(
            "another agent runs on " + dataDir + "; stop it, or name another --data-dir");
      }
      return new DirectoryLock(channel, lock);
    } catch (IOException e) {
      throw new AgentException(
          "the data directory "
              + dataDir
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }

  @SuppressWarnings("NullAway") // tryLock answers null where another process has the lock
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
