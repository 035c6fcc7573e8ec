package dev.vitrine.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The bytes of a policy file. Only a regular file (links are followed) of at most {@link
 * #MAX_BYTES} is opened, and no more than that is ever read, so that a pipe, a device or a huge
 * file neither hangs the caller nor fills its memory. Between the look and the opening the file
 * could be replaced by a pipe; whoever can do that can write the policy.
 */
final class PolicyFile {
  static final int MAX_BYTES = 1024 * 1024;

  private PolicyFile() {}

  /**
   * The whole file.
   *
   * @throws UnreadableException with a message for people
   */
  static byte[] read(Path file) throws UnreadableException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new UnreadableException("it is not a regular file");
      }
      if (attributes.size() > MAX_BYTES) {
        throw tooLarge();
      }
      try (InputStream in = Files.newInputStream(file)) {
        // It may grow meanwhile, and files of some file systems have no size.
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw tooLarge();
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw new UnreadableException("there is no such file");
    } catch (IOException e) {
      throw new UnreadableException("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static UnreadableException tooLarge() {
    return new UnreadableException("a policy has at most 1 MiB");
  }

  /** The file cannot be had; the message says why. */
  static final class UnreadableException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }
}
