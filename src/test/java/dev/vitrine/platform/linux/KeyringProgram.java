package dev.vitrine.platform.linux;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Uses the key store of the session it runs in, and prints what happened. */
final class KeyringProgram {
  private KeyringProgram() {}

  public static void main(String[] arguments) throws Exception {
    KeyStorage keys = SecretServiceKeyStorage.open(System.getenv(), Duration.ofSeconds(3));
    try {
      System.out.println(arguments[0].equals("round-trip") ? roundTrip(keys) : locked(keys));
    } catch (KeyStorageException e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
  }

  private static String roundTrip(KeyStorage keys) throws KeyStorageException {
    byte[] secret = new byte[256];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    StringBuilder said = new StringBuilder();
    said.append(keys.load("one").isPresent()).append(' ');
    keys.store("one", secret);
    keys.store("two", "other".getBytes(StandardCharsets.UTF_8));
    said.append(java.util.Arrays.equals(keys.load("one").orElseThrow(), secret)).append(' ');
    keys.store("one", new byte[] {0, 1});
    said.append(keys.load("one").orElseThrow().length).append(' ');
    keys.remove("one");
    keys.remove("one");
    said.append(keys.load("one").isPresent()).append(' ');
    return said.append(keys.load("two").isPresent()).append(' ').append(keys.kind()).toString();
  }

  private static String locked(KeyStorage keys) throws Exception {
    keys.store("one", new byte[] {1});
    String doctor = doctor();
    Process lock =
        new ProcessBuilder("secret-tool", "lock", "--collection=login")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!lock.waitFor(10, TimeUnit.SECONDS)) {
      return "secret-tool does not end";
    }
    long before = System.nanoTime();
    StringBuilder said = new StringBuilder();
    said.append(kindOf(() -> keys.load("one"))).append(' ');
    said.append(kindOf(() -> keys.store("one", new byte[] {2}))).append(' ');
    said.append(kindOf(() -> keys.remove("one"))).append(' ');
    said.append(doctor).append(" then ").append(doctor()).append(", ");
    boolean bounded = Duration.ofNanos(System.nanoTime() - before).toSeconds() < 15;
    return said.append(bounded ? "in time" : "too late").toString();
  }

  private static String doctor() {
    return LinuxProbes.run(System.getenv()).stream()
        .filter(probe -> probe.name().equals("key store"))
        .map(probe -> probe.ok() ? "ok" : probe.detail())
        .findFirst()
        .orElseThrow();
  }

  private interface Action {
    void run() throws KeyStorageException;
  }

  private static String kindOf(Action call) {
    try {
      call.run();
      return "done";
    } catch (KeyStorageException e) {
      return e.kind().name();
    }
  }
}
