package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.LocalGap;
import dev.vitrine.replay.ReplayScript;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.store.CaptureStore;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs a script through the agent's gate and pipeline into memory: some milliseconds a run. */
public final class InMemoryReplay {
  private InMemoryReplay() {}

  /** A record as it was stored: when, in virtual milliseconds, and its line. */
  public record Stored(long at, String line) {}

  /** All that came out: records, gaps, the counts that {@code status} shows. */
  public record Outcome(List<Stored> records, List<String> gaps, Map<DropReason, Long> drops) {
    /** The lines of the records. */
    public List<String> lines() {
      return records.stream().map(Stored::line).toList();
    }

    /** Everything that anybody but the machine's clock could see, for comparison. */
    public String seen() {
      return String.join("\n", lines()) + "\n" + gaps + "\n" + drops;
    }
  }

  /** Runs it; {@code rules} are the policy's. */
  public static Outcome run(ReplayScript script, Policy policy, CompiledRules rules) {
    Tally tally = new Tally();
    ReplayRun run = new ReplayRun(script, policy, tally, InputAccounting.NONE);
    List<Stored> records = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    CaptureStore store =
        new CaptureStore() {
          @Override
          public void append(List<NewRecord> appended, HoldTerms terms) {
            for (NewRecord each : appended) {
              String line = new String(each.line().bytes(), StandardCharsets.UTF_8);
              records.add(new Stored(run.steady().nanos() / 1_000_000, line));
            }
          }

          @Override
          public void appendGap(LocalGap gap, Instant at) {
            gaps.add(gap.why() + " " + at);
          }

          @Override
          public void keepDrops(Map<DropReason, Long> totals) {}
        };
    SplittableRandom seeded = new SplittableRandom(script.seed());
    try {
      run.play(store, rules, seeded.split(), seeded.split(), progress -> {});
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
    return new Outcome(records, gaps, tally.snapshot());
  }
}
