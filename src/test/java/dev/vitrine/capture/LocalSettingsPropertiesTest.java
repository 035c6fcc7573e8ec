package dev.vitrine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.ElementMode;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.policy.AppRule.TitleMode;
import dev.vitrine.policy.AppRule.UnknownFields;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.testing.TestPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What staff choose can only tighten. Seen to fail where an excluded rule was left out of the list
 * (a later, wider rule of the same program decided then), and where the own mode was taken instead
 * of the narrower one.
 */
class LocalSettingsPropertiesTest {
  private static final List<String> PROGRAMS = List.of("/usr/bin/a", "/usr/bin/b");
  private static final List<String> SITES = List.of("one.example", "two.example", "*.example");

  @Property(tries = 2000)
  void noSettingsWidenAnyDecisionOfTheGate(
      @ForAll("policies") Policy policy,
      @ForAll("settings") LocalSettings settings,
      @ForAll("windows") Window window) {
    Policy tight = settings.tighten(policy);
    AppRule after = Admission.of(tight, window).ruleOrNull();
    if (after != null) {
      AppRule before = Objects.requireNonNull(Admission.of(policy, window).ruleOrNull());
      assertThat(after.name()).isEqualTo(before.name());
      assertThat(after.keystrokes()).isLessThanOrEqualTo(before.keystrokes());
      assertThat(after.pointer()).isLessThanOrEqualTo(before.pointer());
      assertThat(after.titles()).isLessThanOrEqualTo(before.titles());
      assertThat(after.elements()).isLessThanOrEqualTo(before.elements());
      assertThat(after.unknownFields()).isLessThanOrEqualTo(before.unknownFields());
      assertThat(after.browserFallback()).isEqualTo(before.browserFallback());
      assertThat(settings.app(after.name()).excluded()).isFalse();
    }
    assertThat(tight.upload().hold()).isGreaterThanOrEqualTo(policy.upload().hold());
    assertThat(tight.redaction().dictionary()).containsAll(policy.redaction().dictionary());
    assertThat(tight.capture().neverTitles()).isEqualTo(policy.capture().neverTitles());
    assertThat(tight.capture().hours()).isEqualTo(policy.capture().hours());
    assertThat(tight.upload().endpoint()).isEqualTo(policy.upload().endpoint());
    assertThat(tight.upload().sealTo()).isEqualTo(policy.upload().sealTo());
  }

  @Property(tries = 500)
  void tighteningTwiceIsTighteningOnce(
      @ForAll("policies") Policy policy, @ForAll("settings") LocalSettings settings) {
    Policy once = settings.tighten(policy);
    assertThat(settings.tighten(once)).isEqualTo(once);
  }

  @Provide
  Arbitrary<Policy> policies() {
    return rules().list().ofMaxSize(5).map(list -> TestPolicy.of(list.toArray(new AppRule[0])));
  }

  private static Arbitrary<AppRule> rules() {
    return Combinators.combine(
            Arbitraries.of(PROGRAMS),
            Arbitraries.of("first", "second", "third"),
            Arbitraries.of(SITES).list().ofMaxSize(2),
            Arbitraries.of(KeystrokeMode.class),
            Arbitraries.of(PointerMode.class),
            Arbitraries.of(TitleMode.class),
            Arbitraries.of(ElementMode.class),
            Arbitraries.of(UnknownFields.class))
        .as(
            (program, name, sites, keys, pointer, titles, elements, unknown) ->
                new AppRule(
                    name,
                    TestPolicy.everything(program).match(),
                    sites,
                    keys,
                    pointer,
                    titles,
                    elements,
                    unknown,
                    false));
  }

  @Provide
  Arbitrary<LocalSettings> settings() {
    Arbitrary<LocalSettings.App> apps =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.of(KeystrokeMode.class).injectNull(0.3),
                Arbitraries.of(PointerMode.class).injectNull(0.3),
                Arbitraries.of(TitleMode.class).injectNull(0.3),
                Arbitraries.of(ElementMode.class).injectNull(0.3))
            .as(LocalSettings.App::new);
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.of("first", "second", "third", "other"), apps)
                .ofMaxSize(4),
            Arbitraries.integers().between(0, 5000).map(Duration::ofMinutes).injectNull(0.3),
            Arbitraries.of("alpha", "beta", "gamma").list().uniqueElements().ofMaxSize(3))
        .as(LocalSettings::new);
  }

  @Provide
  Arbitrary<Window> windows() {
    return Combinators.combine(
            Arbitraries.of("/usr/bin/a", "/usr/bin/b", "/usr/bin/c"),
            Arbitraries.of("one.example", "two.example", "three.example").injectNull(0.3))
        .as(
            (program, host) ->
                new Window(
                    1,
                    1,
                    new AppIdentity.Executable(program),
                    "Notes",
                    new Bounds(0, 0, 800, 600),
                    host == null ? null : new Site(host, false)));
  }
}
