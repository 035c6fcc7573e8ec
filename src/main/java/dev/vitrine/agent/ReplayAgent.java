package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.policy.Policy;
import dev.vitrine.redact.RedactionRules;
import dev.vitrine.replay.ReplayScript;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.tally.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script through the same gate, pipeline, buffer and upload as the live agent, in virtual
 * time and on one thread. Every random value that can be seen derives from the script's seed, so
 * that the same script gives the same bytes; encryption keys are real.
 */
public final class ReplayAgent {
  /** How long, in real time, the upload is tried at the end. */
  public static final Duration UPLOAD_LIMIT = Duration.ofSeconds(30);

  /** Stands in a data directory that a replay made; no live agent goes on with one. */
  private static final String MARK = "replayed";

  private final ReplayScript script;
  private final Policy policy;
  private final ReplayRun run;

  private ReplayAgent(ReplayScript script, Policy policy, InputAccounting accounting) {
    this.script = script;
    this.policy = policy;
    this.run = new ReplayRun(script, policy, new Tally(), accounting);
  }

  /**
   * What came of a replay: the counts, whether all that was ready was delivered, and, where it was
   * not, why, as far as the upload knows.
   */
  public record Result(CaptureLog.Counts counts, boolean delivered, @Nullable String why) {}

  /** Whether a replay made that data directory. */
  static boolean made(Path dataDir) {
    return Files.exists(dataDir.resolve(MARK));
  }

  /**
   * Replays a script into a data directory that was never used.
   *
   * @param progress is told a word now and then
   * @throws AgentException where the directory is in use or the policy forbids a replay
   */
  public static Result run(
      Path dataDir,
      Path policyFile,
      ReplayScript script,
      Seams.KeyStores keyStores,
      InputAccounting accounting,
      Consumer<String> progress)
      throws AgentException {
    PolicyDesk desk = new PolicyDesk(policyFile, dataDir);
    desk.check();
    Policy policy = desk.policy();
    if (policy == null) {
      throw new AgentException(String.valueOf(desk.problem()));
    }
    if (!policy.upload().loopback()) {
      throw new AgentException(
          "a replay needs a policy whose endpoint is this machine (upload.endpoint)");
    }
    if (Files.exists(dataDir.resolve("buffer.db"))) {
      throw new AgentException(
          dataDir + " is already in use; a replay needs a data directory of its own");
    }
    try (DirectoryLock lock = DirectoryLock.take(dataDir)) {
      return new ReplayAgent(script, policy, accounting).replay(dataDir, keyStores, progress);
    } catch (java.io.IOException | StoreException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    }
  }

  private Result replay(Path dataDir, Seams.KeyStores keyStores, Consumer<String> progress)
      throws AgentException, StoreException, java.io.IOException {
    SplittableRandom seeded = new SplittableRandom(script.seed());
    SplittableRandom sessions = seeded.split();
    SplittableRandom records = seeded.split();
    Buffer buffer =
        Buffer.open(
            dataDir,
            policy.buffer(),
            keyStores,
            StoreOptions.defaults(run.clock()).withRandom(seeded.split()).withSteady(run.steady()),
            System::nanoTime);
    try {
      // What the endpoint knows an agent by derives from the script's seed: no secret.
      Files.createFile(dataDir.resolve(MARK));
      buffer.store().holdAtLeast(policy.upload().hold());
      buffer.uploader().configure(policy.upload());
      new StateFile(false, null, null, policy.revision(), buffer.keys().kind()).write(dataDir);
      run.play(
          buffer.store().capture(),
          RedactionRules.of(policy.redaction()),
          sessions,
          records,
          progress);
      return deliver(buffer, progress);
    } finally {
      buffer.close();
    }
  }

  private Result deliver(Buffer buffer, Consumer<String> progress) throws StoreException {
    if (buffer.store().log().counts().ready() > 0) {
      progress.accept("uploading to " + policy.upload().endpoint());
      buffer.uploader().drain(UPLOAD_LIMIT);
    }
    CaptureLog.Counts counts = buffer.store().log().counts();
    return new Result(counts, counts.ready() == 0, buffer.uploader().status().why());
  }
}
