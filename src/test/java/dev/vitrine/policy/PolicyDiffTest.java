package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.testing.TestPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
  private static final AppRule EDITOR = TestPolicy.everything("/usr/bin/editor");
  private static final AppRule SHEET = TestPolicy.everything("/usr/bin/sheet");

  @Test
  void twoPoliciesThatMeanTheSameDifferInNothing() {
    PolicyDiff diff = PolicyDiff.between(TestPolicy.of(EDITOR), TestPolicy.of(EDITOR));
    assertThat(diff.parts()).isEmpty();
    assertThat(diff.asked()).isEmpty();
    assertThat(diff.text()).contains("Nothing differs").contains("Staff are not asked again");
  }

  @Test
  void aWiderModeIsSaidInTheSentencesOfBothAndStaffAreAskedAgain() {
    PolicyDiff diff =
        PolicyDiff.between(
            TestPolicy.of(TestPolicy.with(EDITOR, KeystrokeMode.SHORTCUTS)), TestPolicy.of(EDITOR));
    assertThat(diff.parts())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.name()).isEqualTo("editor");
              assertThat(part.kind()).isEqualTo(PolicyDiff.Kind.CHANGED);
              assertThat(part.before()).singleElement().asString().contains("what you type is not");
              assertThat(part.after()).singleElement().asString().contains("what you type are");
            });
    assertThat(diff.asked()).containsExactly("More is captured of \"editor\".");
  }

  @Test
  void newAndGoneApplicationsAreNamedWithAllThatIsCapturedOfThem() {
    PolicyDiff diff = PolicyDiff.between(TestPolicy.of(EDITOR), TestPolicy.of(SHEET));
    assertThat(diff.parts())
        .extracting(PolicyDiff.Part::name, PolicyDiff.Part::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("editor", PolicyDiff.Kind.REMOVED),
            org.assertj.core.groups.Tuple.tuple("sheet", PolicyDiff.Kind.ADDED));
    assertThat(diff.text()).contains("editor (gone)").contains("sheet (new)").contains("  + ");
  }

  @Test
  void whatIsNotOneApplicationsIsSaidInGeneralAndNoWordOfADictionaryIsNamed() {
    Policy old = TestPolicy.of(EDITOR);
    Policy now =
        new LocalSettings(java.util.Map.of(), null, List.of("Nightingale"))
            .tighten(TestPolicy.of(List.of("(?i)bank"), EDITOR));
    PolicyDiff diff = PolicyDiff.between(old, now);
    assertThat(diff.text())
        .contains("In general")
        .contains("(?i)bank")
        .contains("words added: 1, taken out: 0")
        .contains("Staff are not asked again")
        .doesNotContain("Nightingale");
  }
}
