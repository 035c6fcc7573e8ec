package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final String CHROMIUM = "/usr/lib/chromium/chromium";

  @Test
  void onlyTheExactExecutableIsMatched() {
    Policy demo = Policies.demo();

    assertThat(demo.ruleFor("/usr/bin/mousepad", null)).map(AppRule::name).hasValue("Text editor");
    assertThat(demo.ruleFor("/usr/bin/mousepad2", null)).isEmpty();
    assertThat(demo.ruleFor("/tmp/usr/bin/mousepad", null)).isEmpty();
    assertThat(demo.ruleFor("mousepad", null)).isEmpty();
    assertThat(demo.ruleFor("", null)).isEmpty();
  }

  @Test
  void aBrowserIsMatchedOnItsSitesOnly() throws IOException {
    Policy policy = Policies.policy(PolicyLoaderTest.resource("full.json"));

    assertThat(policy.rulesFor(CHROMIUM)).hasSize(1);
    assertThat(policy.ruleFor(CHROMIUM, null)).isEmpty();
    assertThat(policy.ruleFor(CHROMIUM, "evil.com")).isEmpty();
    assertThat(policy.ruleFor(CHROMIUM, "wiki.corp.example.com")).isPresent();
  }

  @Test
  void theFirstRuleThatAdmitsTheSiteDecides() throws IOException {
    String text =
        PolicyLoaderTest.resource("full.json")
            .replace(
                "\"apps\": [",
                """
                "apps": [ { "name": "Wiki", "sites": ["wiki.corp.example.com"], "pointer": "path",
                  "match": { "linux": { "exe": ["/usr/lib/chromium/chromium"] } } },
                """);
    Policy policy = Policies.policy(text);

    assertThat(policy.ruleFor(CHROMIUM, "wiki.corp.example.com"))
        .map(AppRule::name)
        .hasValue("Wiki");
    assertThat(policy.ruleFor(CHROMIUM, "mail.corp.example.com"))
        .map(AppRule::name)
        .hasValue("Internal sites");
  }

  @ParameterizedTest
  @CsvSource({
    "*.corp.example.com, wiki.corp.example.com,      true",
    "*.corp.example.com, a.b.corp.example.com,       true",
    "*.corp.example.com, WIKI.Corp.Example.com,      true",
    "*.corp.example.com, wiki.corp.example.com.,     true",
    "*.corp.example.com, wiki.corp.example.com:8443, true",
    "*.corp.example.com, corp.example.com,           false",
    "*.corp.example.com, .corp.example.com,          false",
    "*.corp.example.com, evilcorp.example.com,       false",
    "*.corp.example.com, wiki.corp.example.com.evil.com, false",
    "wiki.example.com,   wiki.example.com,           true",
    "wiki.example.com,   www.wiki.example.com,       false",
    "localhost:8080,     localhost:8080,             true",
    "localhost:8080,     localhost,                  false",
    "localhost:8080,     localhost:80801,            false",
    "localhost:8080,     '',                         false",
  })
  void aSiteFitsItsPattern(String pattern, String site, boolean fits) {
    assertThat(Sites.matches(pattern, site)).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:1",
        "http://127.0.0.1:1",
        "http://127.1.2.3",
        "http://[::1]:1/x"
      })
  void loopbackIsThisMachine(String url) {
    assertThat(Policy.Upload.isLoopback(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1.example.com",
        "http://127.example.com",
        "http://localhost.example.com",
        "http://128.0.0.1",
        "http://[::2]",
        "http://0.0.0.0"
      })
  void aNameThatLooksLikeLoopbackIsNot(String url) {
    assertThat(Policy.Upload.isLoopback(URI.create(url))).isFalse();
  }

  @Test
  void hoursEndBeforeTheirLastMinute() {
    Policy.Hours hours =
        new Policy.Hours(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(19, 0));

    assertThat(hours.contains(LocalDateTime.parse("2026-01-05T08:00"))).isTrue();
    assertThat(hours.contains(LocalDateTime.parse("2026-01-05T18:59:59.999"))).isTrue();
    assertThat(hours.contains(LocalDateTime.parse("2026-01-05T19:00"))).isFalse();
    assertThat(hours.contains(LocalDateTime.parse("2026-01-05T07:59:59"))).isFalse();
    assertThat(hours.contains(LocalDateTime.parse("2026-01-06T12:00"))).isFalse();
  }

  @Test
  void hoursPastMidnightBelongToTheDayOnWhichTheyBegin() {
    Policy.Hours night =
        new Policy.Hours(Set.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));

    assertThat(night.contains(LocalDateTime.parse("2026-01-05T22:00"))).isTrue();
    assertThat(night.contains(LocalDateTime.parse("2026-01-06T05:59"))).isTrue();
    assertThat(night.contains(LocalDateTime.parse("2026-01-06T06:00"))).isFalse();
    assertThat(night.contains(LocalDateTime.parse("2026-01-05T05:00"))).isFalse();
  }

  @Test
  void aDayMayBeWhole() {
    Policy.Hours day =
        new Policy.Hours(Set.of(DayOfWeek.MONDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    assertThat(day.contains(LocalDateTime.parse("2026-01-05T00:00"))).isTrue();
    assertThat(day.contains(LocalDateTime.parse("2026-01-05T23:59:59"))).isTrue();
    assertThat(day.contains(LocalDateTime.parse("2026-01-06T00:00"))).isFalse();
  }

  @Test
  void aTitleThatIsNeverToBeSeenIsFoundAnywhereInIt() throws IOException {
    Policy.Capture capture = Policies.policy(PolicyLoaderTest.resource("full.json")).capture();

    assertThat(capture.neverTitle("My PASSWORDS - Editor")).isTrue();
    assertThat(capture.neverTitle("Notes")).isFalse();
    assertThat(Policies.demo().capture().neverTitle("passwords")).isFalse();
  }

  @Test
  void theNoticeKeepsItsHashWhateverElseChanges() {
    Policy.Notice demo = Policies.demo().notice();
    Policy.Notice other = new Policy.Notice(demo.text(), "x", java.util.List.of("y"), 9);

    assertThat(other.hash()).isEqualTo(demo.hash()).hasSize(64);
    assertThat(new Policy.Notice("abc", "x", java.util.List.of(), 1).hash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
