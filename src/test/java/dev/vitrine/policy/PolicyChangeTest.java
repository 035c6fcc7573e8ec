package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyChangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          What we collect.             | What else we collect.          | The notice has a new text.
          ["Model training team"]      | ["Everybody"]                  | Other people receive the records: Everybody.
          "retentionDays": 365         | "retentionDays": 366           | Records are kept for 366 days instead of 365.
          "retentionDays": 365         | "retentionDays": 1             | Records are kept for 1 day instead of 365.
          "/usr/bin/mousepad"          | "/usr/bin/gedit"               | More is captured of "Text editor".
          "publisher": "Example Corp"  | "publisher": "Another"         | More is captured of "Text editor".
          , "publisher": "Example Corp" | ``                            | More is captured of "Text editor".
          "keystrokes": "shortcuts"    | "keystrokes": "shape"          | More is captured of "Internal sites".
          "pointer": "clicks"          | "pointer": "path"              | More is captured of "Internal sites".
          "titles": "none"             | "titles": "redacted"           | More is captured of "Internal sites".
          "elements": "roles"          | "elements": "names"            | More is captured of "Internal sites".
          "elements": "names"          | "elements": "names", "unknownFields": "allow" | More is captured of "Text editor".
          "elements": "roles"          | "elements": "roles", "browserFallback": "accessibility" | More is captured of "Internal sites".
          "localhost:8080"             | "localhost:8081"               | More is captured of "Internal sites".
          "localhost:8080"             | "localhost"                    | More is captured of "Internal sites".
          *.corp.example.com           | *.example.com                  | More is captured of "Internal sites".
          (?i)password                 | (?i)pass                       | Fewer window titles stop capture.
          "to": "19:00"                | "to": "19:01"                  | Capture runs at more hours.
          "fri"                        | "sat"                          | Capture runs at more hours.
          ["all"]                      | ["EMAIL_ADDRESS"]              | Less is removed from what is captured.
          "DATE_OF_BIRTH"              | "DATE_OF_BIRTH", "EMAIL_ADDRESS" | Less is removed from what is captured.
          "US", "DE"                   | "US"                           | Less is removed from what is captured.
          "US", "DE"                   | "all"                          | Less is removed from what is captured.
          Project Nightingale          | Project Lark                   | Less is removed from what is captured.
          E-[0-9]{6}                   | E-[0-9]{7}                     | Less is removed from what is captured.
          , "badge"                    | , "sign"                       | Less is removed from what is captured.
          "lookBackSeconds": 60        | "lookBackSeconds": 59          | Finished text is watched for a shorter time before it is stored.
          "holdMinutes": 1440          | "holdMinutes": 1439            | There is less time to look and delete before records are sent.
          "sealTo": null               | "sealTo": "Uko8AJYkmPEEM4HR23sbC1doZhRhCCxOIhYDk3jCoYw=" | Others can open the sealed records.
          ingest.example.com/vitrine   | ingest.example.com/other       | Records go to another place: https://ingest.example.com/other.
          """)
  void whatStaffHaveNotAgreedToIsAskedAgain(String from, String to, String reason)
      throws IOException {
    assertThat(change(from, to).reasons()).containsExactly(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2026-11-20.1                 | 2026-11-21.1
          "keystrokes": "text"         | "keystrokes": "shape"
          "pointer": "path"            | "pointer": "clicks"
          "titles": "redacted"         | "titles": "none"
          "*.corp.example.com"         | "wiki.corp.example.com"
          "*.corp.example.com"         | "*.wiki.corp.example.com"
          ["*.corp.example.com", "localhost:8080"] | ["localhost:8080"]
          keepass                      | keepass", "bank
          "to": "19:00"                | "to": "18:00"
          "mon",                       | ``
          "US", "DE"                   | "US", "DE", "FR"
          "DATE_OF_BIRTH"              | ``
          Nightingale"                 | Nightingale", "another"
          , "near": ["employee", "badge"] | ``
          "lookBackSeconds": 60        | "lookBackSeconds": 90
          "holdMinutes": 1440          | "holdMinutes": 2880
          "keepSentDays": 14           | "keepSentDays": 1
          "maxMegabytesPerDay": 50     | "maxMegabytesPerDay": 10
          "maxPauseMinutes": null      | "maxPauseMinutes": 60
          """)
  void whatOnlyTightensIsNotAskedAgain(String from, String to) throws IOException {
    assertThat(change(from, to).reasons()).isEmpty();
  }

  @Test
  void aNarrowRuleThatWentFirstIsWhatStaffAgreedTo() throws IOException {
    String wide = PolicyLoaderTest.resource("full.json");
    String narrowFirst =
        wide.replace(
            "\"apps\": [",
            """
            "apps": [ { "name": "Wiki", "sites": ["wiki.corp.example.com"], "pointer": "clicks",
              "match": { "linux": { "exe": ["/usr/lib/chromium/chromium"] } } },
            """);

    assertThat(between(narrowFirst, wide).reasons())
        .containsExactly("More is captured of \"Internal sites\".");
    assertThat(between(wide, narrowFirst).requiresAcknowledgement()).isFalse();
  }

  @Test
  void nothingChangedIsNothingAsked() {
    assertThat(PolicyChange.between(Policies.demo(), Policies.demo()).requiresAcknowledgement())
        .isFalse();
  }

  @Test
  void theFirstApplicationOfAnEmptyPolicyIsAsked() {
    Policy demo = Policies.demo();
    Policy empty =
        new Policy(
            demo.organization(),
            demo.revision(),
            demo.notice(),
            new Policy.Capture(List.of(), List.of(), null),
            demo.redaction(),
            demo.buffer(),
            demo.upload(),
            demo.staff());

    assertThat(PolicyChange.between(empty, demo).reasons()).hasSize(2);
    assertThat(PolicyChange.between(demo, empty).requiresAcknowledgement()).isFalse();
  }

  private static PolicyChange change(String from, String to) throws IOException {
    String old = PolicyLoaderTest.resource("full.json");
    String now = old.replace(from, to);
    assertThat(now).isNotEqualTo(old);
    return between(old, now);
  }

  private static PolicyChange between(String old, String now) {
    return PolicyChange.between(Policies.policy(old), Policies.policy(now));
  }
}
