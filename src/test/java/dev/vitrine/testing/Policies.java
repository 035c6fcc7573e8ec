package dev.vitrine.testing;

import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyLoader;
import dev.vitrine.policy.PolicyResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies to test with, and the loader that reads them. */
public final class Policies {
  /** The loader, over {@link FakeRecognizerNames}. */
  public static final PolicyLoader LOADER = new PolicyLoader(new FakeRecognizerNames());

  private Policies() {}

  /** A file of {@code config/}. */
  public static String config(String name) {
    try {
      return Files.readString(Path.of("config", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a policy's text. */
  public static PolicyResult parse(String text) {
    return LOADER.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a policy's text that has to be right. */
  public static Policy policy(String text) {
    PolicyResult result = parse(text);
    if (result instanceof PolicyResult.Loaded loaded) {
      return loaded.policy();
    }
    throw new AssertionError(result.toString());
  }

  /** The demo's policy. */
  public static Policy demo() {
    return policy(config("policy.demo.json"));
  }
}
