package dev.vitrine.policy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Looks at a policy file again and again: the caller asks every second or more often, so that a
 * change is known within two. The contents decide, not the times of the file, which can be set. Has
 * no thread; not safe for use by several. {@link #check} never throws and reads at most 1 MiB.
 */
public final class PolicyWatcher {
  private final Path file;
  private final PolicyLoader loader;
  private String last = "";

  /** Nothing is read before the first {@link #check}. */
  public PolicyWatcher(Path file, PolicyLoader loader) {
    this.file = file;
    this.loader = loader;
  }

  /**
   * What became of the file, where that is news: at the first call, after a change of its contents,
   * and when it vanished, came back or cannot be read any more. {@link PolicyResult.Rejected} means
   * that capture has to stop, whatever was in force: the last good policy may be older than a
   * revocation.
   */
  public Optional<PolicyResult> check() {
    byte[] bytes;
    try {
      bytes = PolicyFile.read(file);
    } catch (PolicyFile.UnreadableException e) {
      return news("unreadable: " + e.getMessage())
          ? Optional.of(PolicyLoader.rejected(e))
          : Optional.empty();
    }
    return news(sha256(bytes)) ? Optional.of(loader.parse(bytes, file)) : Optional.empty();
  }

  private boolean news(String state) {
    boolean changed = !state.equals(last);
    last = state;
    return changed;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
