package dev.vitrine.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a policy, or says everything that is wrong with it. Strict: unknown and repeated keys,
 * wrong types, values out of range, bad regular expressions, and rules that would let anything in
 * are errors with their place in the file; there is no policy then. Text that is not JSON is one
 * error. Never throws, whatever the file holds. Safe for use by several threads where the names
 * are.
 */
public final class PolicyLoader {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final RecognizerNames names;

  /** The names are those of the catalogue that will redact. */
  public PolicyLoader(RecognizerNames names) {
    this.names = names;
  }

  /** Loads a file; never reads more than 1 MiB, nor anything that is not a regular file. */
  public PolicyResult load(Path file) {
    try {
      return parse(PolicyFile.read(file), file);
    } catch (PolicyFile.UnreadableException e) {
      return rejected(e);
    }
  }

  /** The same as {@link #parse(byte[])}; files that the policy names are looked for beside it. */
  PolicyResult parse(byte[] bytes, Path file) {
    PolicyResult result = parse(bytes);
    Path folder = file.toAbsolutePath().getParent();
    return result instanceof PolicyResult.Loaded loaded && folder != null
        ? new PolicyResult.Loaded(
            loaded.policy().withFilesIn(folder), loaded.source(), loaded.warnings())
        : result;
  }

  /** Loads a policy from the bytes of its file. */
  public PolicyResult parse(byte[] bytes) {
    Problems problems = new Problems();
    if (bytes.length > PolicyFile.MAX_BYTES) {
      problems.error(1, 1, "a policy has at most 1 MiB");
      return new PolicyResult.Rejected(problems.errors());
    }
    String source = decode(bytes, problems);
    Policy policy = source == null ? null : read(source, problems);
    return policy != null && source != null && problems.none()
        ? new PolicyResult.Loaded(policy, source, problems.warnings())
        : new PolicyResult.Rejected(problems.errors());
  }

  static PolicyResult rejected(PolicyFile.UnreadableException e) {
    return new PolicyResult.Rejected(
        List.of(new PolicyProblem(1, 1, String.valueOf(e.getMessage()))));
  }

  private @Nullable Policy read(String source, Problems problems) {
    Json root = JsonReader.read(source, problems);
    if (root == null) {
      return null;
    }
    if (!(root instanceof Json.Obj object)) {
      problems.error(root, "a policy must be an object, not " + root.type());
      return null;
    }
    return new PolicyReader(problems, names).read(object);
  }

  private static @Nullable String decode(byte[] bytes, Problems problems) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      int column = text.length() - text.lastIndexOf('\n');
      problems.error(line, column, "not UTF-8");
      return null;
    }
    // Editors on Windows put one there; it is no part of the text.
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
