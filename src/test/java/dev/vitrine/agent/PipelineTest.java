package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.FateCounter;
import dev.vitrine.testing.Policies;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the pipeline does with input that passed the first gate as it closed. */
class PipelineTest {
  private final FateCounter fates = new FateCounter();
  private final Tally tally = new Tally();
  private final Pipeline pipeline =
      new Pipeline(
          new SilentWatcher(),
          ElementWatcher.NONE,
          pid -> TerminalState.NONE,
          new Recorder(tally, trouble -> {}),
          tally,
          fates,
          nanos -> ZonedDateTime.of(2026, 11, 20, 9, 0, 0, 0, ZoneOffset.UTC),
          new SplittableRandom(1),
          new SplittableRandom(2));

  private static final class SilentWatcher implements FocusWatcher {
    @Override
    public void start(Listener listener) {}

    @Override
    public void ask(int pid) {}

    @Override
    public void close() {}
  }

  private void key() {
    pipeline.input(new RawInput.Key(1, true, "a", "a", Modifiers.NONE), 1);
  }

  @Test
  void nothingIsTakenBeforeItIsResumed() {
    pipeline.policy(Policies.demo(), 0);
    key();
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(1);
  }

  @Test
  void inputThatComesAfterTheNewsOfAPauseIsDropped() {
    pipeline.policy(Policies.demo(), 0);
    pipeline.resume(0);
    key();
    assertThat(fates.of(Fate.DROPPED)).isZero();
    pipeline.suspend(DropReason.PAUSED, 1);
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(1);
    key();
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(2);
    pipeline.resume(1);
    assertThat(pipeline.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void inputThatHappenedBeforeThePauseOrTheLastPolicyEndedIsDroppedThoughItIsFoundAfter() {
    pipeline.policy(Policies.demo(), 0);
    pipeline.resume(2);
    key();
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(1);
    pipeline.input(new RawInput.Key(3, true, "a", "a", Modifiers.NONE), 4);
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(1);
    pipeline.policy(Policies.demo(), 5);
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(2);
    pipeline.input(new RawInput.Key(4, true, "a", "a", Modifiers.NONE), 6);
    assertThat(fates.of(Fate.DROPPED)).isEqualTo(3);
  }
}
