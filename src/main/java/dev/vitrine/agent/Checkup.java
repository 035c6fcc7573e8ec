package dev.vitrine.agent;

import dev.vitrine.capture.SourceException;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.platform.Platform;
import dev.vitrine.platform.linux.Probe;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyResult;
import dev.vitrine.upload.EndpointCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code doctor} looks at: the machine, the policy, and whether its endpoint would take an
 * upload.
 */
public final class Checkup {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** There is nothing to find out: it is so by design, and people must know it. */
  private static final String VIEWER =
      "opens for this user alone, records only after a click; whoever sits at this screen while it"
          + " is unlocked can do both, so lock it when you leave";

  private static final String OURS =
      "; warning: this user can change it, so keep it where only IT can";

  private Checkup() {}

  /** Everything that the agent needs here, each with a remedy where it is missing. */
  public static List<Probe> run(
      String osName,
      Map<String, String> environment,
      Path dataDir,
      Path policyFile,
      Seams.KeyStores keyStores) {
    List<Probe> probes = new ArrayList<>();
    try {
      probes.addAll(Platform.of(osName, environment, dataDir.resolve("hook")).probes());
    } catch (SourceException e) {
      probes.add(
          Probe.missing(
              "platform", String.valueOf(e.getMessage()), "run it on Linux with an X11 session"));
    }
    PolicyResult result = PolicyFiles.read(policyFile);
    if (result instanceof PolicyResult.Loaded loaded) {
      String revision = policyFile + ", revision " + loaded.policy().revision();
      probes.add(
          Probe.ok("policy", revision + warning(policyFile, System.getProperty("user.name", ""))));
      probes.add(endpoint(loaded.policy(), dataDir, keyStores));
    } else if (result instanceof PolicyResult.Rejected rejected) {
      probes.add(
          Probe.missing(
              "policy",
              rejected.problems().get(0).at(policyFile.toString()),
              Files.exists(policyFile)
                  ? "mend the file; vitrine policy check names every error"
                  : "put a policy there, or name one with --policy"));
      probes.add(Probe.missing("endpoint", "not looked for", "needs a policy"));
    }
    probes.add(Probe.ok("viewer", VIEWER));
    return probes;
  }

  /** Nobody's signature protects the file: whoever can write it decides what is captured. */
  static String warning(Path policyFile, String user) {
    return !user.equals("root") && Files.isWritable(policyFile) ? OURS : "";
  }

  private static Probe endpoint(Policy policy, Path dataDir, Seams.KeyStores keyStores) {
    Policy.Upload upload = policy.upload();
    Optional<String> problem;
    try {
      KeyStorage keys = keyStores.of(dataDir, policy.buffer().fileKeyStore());
      problem = EndpointCheck.problem(upload, keys, ANSWER);
    } catch (KeyStorageException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return problem.isEmpty()
        ? Probe.ok("endpoint", upload.endpoint() + " answers")
        : Probe.missing(
            "endpoint",
            upload.endpoint() + ": " + problem.get(),
            "check address, network, token and certificates; records wait in the buffer meanwhile");
  }
}
