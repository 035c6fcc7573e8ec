package dev.vitrine.crypto;

import dev.vitrine.crypto.KeyStorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Secrets in one file of mode 0600: for machines without a key store, where the policy says so. It
 * guards against other users, not against whoever can read the disk.
 *
 * <p>Layout: {@code "VITKEYS1" | count (int) | { name (UTF) | length (int) | bytes }}. A change
 * writes a new file beside it, flushes it, and renames it over the old one, whose bytes are then
 * overwritten (file systems that copy on write keep them all the same). Safe for use by several
 * threads and processes.
 */
public final class FileKeyStorage implements KeyStorage {
  private static final long MAGIC = 0x5649544b45595331L;
  private static final int MAX_BYTES = 1 << 20;
  private static final Object IN_THIS_PROCESS = new Object();
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path file;

  /** Keeps secrets in that file; its folder is made where it is absent. */
  public FileKeyStorage(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public Optional<byte[]> load(String name) throws KeyStorageException {
    return locked(
        () -> {
          Map<String, byte[]> secrets = read();
          byte[] found = secrets.remove(name);
          wipe(secrets);
          return Optional.ofNullable(found);
        });
  }

  @Override
  public void store(String name, byte[] secret) throws KeyStorageException {
    locked(
        () -> {
          Map<String, byte[]> secrets = read();
          byte[] old = secrets.put(name, secret.clone());
          if (old != null) {
            Arrays.fill(old, (byte) 0);
          }
          write(secrets);
          wipe(secrets);
          return name;
        });
  }

  @Override
  public void remove(String name) throws KeyStorageException {
    locked(
        () -> {
          Map<String, byte[]> secrets = read();
          byte[] old = secrets.remove(name);
          if (old != null) {
            Arrays.fill(old, (byte) 0);
            write(secrets);
          }
          wipe(secrets);
          return name;
        });
  }

  @Override
  public String kind() {
    return "file";
  }

  private interface Work<T> {
    T run() throws IOException, KeyStorageException;
  }

  private <T> T locked(Work<T> work) throws KeyStorageException {
    synchronized (IN_THIS_PROCESS) {
      try {
        Files.createDirectories(folder());
        try (FileChannel channel =
                FileChannel.open(
                    beside(".lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    privately());
            FileLock lock = channel.lock()) {
          if (!lock.isValid()) {
            throw new KeyStorageException(Kind.FAILED, "The key file " + file + " is not lockable");
          }
          return work.run();
        }
      } catch (IOException e) {
        throw new KeyStorageException(
            Kind.FAILED,
            "The key file " + file + " cannot be used (" + e.getClass().getSimpleName() + ")");
      }
    }
  }

  private Map<String, byte[]> read() throws IOException, KeyStorageException {
    Map<String, byte[]> secrets = new TreeMap<>();
    if (!Files.exists(file)) {
      return secrets;
    }
    checkPrivate();
    if (Files.size(file) > MAX_BYTES) {
      throw damaged();
    }
    byte[] all = Files.readAllBytes(file);
    try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(all))) {
      if (in.readLong() != MAGIC) {
        throw damaged();
      }
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          throw damaged();
        }
        secrets.put(name, in.readNBytes(length));
      }
      return secrets;
    } catch (java.io.EOFException e) {
      wipe(secrets);
      throw damaged();
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }

  private void checkPrivate() throws IOException, KeyStorageException {
    if (!POSIX) {
      return;
    }
    Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.remove(PosixFilePermission.OWNER_READ);
    open.remove(PosixFilePermission.OWNER_WRITE);
    if (!open.isEmpty()) {
      throw new KeyStorageException(
          Kind.FAILED,
          "The key file " + file + " is open to others: chmod 600 it, and change its keys");
    }
  }

  private KeyStorageException damaged() {
    return new KeyStorageException(
        Kind.FAILED, "The key file " + file + " is damaged: restore it from a backup");
  }

  private void write(Map<String, byte[]> secrets) throws IOException {
    Wiping bytes = new Wiping();
    Path fresh = beside(".new");
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(secrets.size());
      for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
        out.writeUTF(secret.getKey());
        out.writeInt(secret.getValue().length);
        out.write(secret.getValue());
      }
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              privately())) {
        channel.write(bytes.buffer());
        channel.force(true);
      }
      replace(fresh);
    } finally {
      bytes.wipe();
    }
  }

  private void replace(Path fresh) throws IOException {
    if (!Files.exists(file)) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      flushFolder();
      return;
    }
    try (FileChannel old = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      flushFolder();
      old.write(ByteBuffer.allocate((int) old.size()), 0);
      old.force(true);
    }
  }

  private void flushFolder() throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static FileAttribute<?>[] privately() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void wipe(Map<String, byte[]> secrets) {
    secrets.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
  }

  /** A stream whose buffer can be overwritten; what it outgrew is left to the collector. */
  private static final class Wiping extends ByteArrayOutputStream {
    Wiping() {
      super(1 << 14);
    }

    ByteBuffer buffer() {
      return ByteBuffer.wrap(buf, 0, count);
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
