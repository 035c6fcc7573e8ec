package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.Policies;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PolicyExplainerTest {
  @Test
  void aFullPolicyIsSaidInPlainWords() throws IOException {
    String text =
        PolicyExplainer.explain(Policies.policy(PolicyLoaderTest.resource("full.json"))).text();

    assertThat(text).isEqualTo(PolicyLoaderTest.resource("full.explained.txt"));
  }

  @Test
  void risksAreCalledRisks() {
    String risky =
        Policies.config("policy.demo.json")
            .replace("\"system\"", "\"file\"")
            .replace("\"titles\": \"redacted\"", "\"unknownFields\": \"allow\"");
    PolicyExplainer.Explanation explanation = PolicyExplainer.explain(Policies.policy(risky));

    assertThat(explanation.apps().get(0).risks())
        .singleElement()
        .asString()
        .contains("password field");
    assertThat(explanation.apps().get(1).risks()).isEmpty();
    assertThat(explanation.risks()).hasSize(3);
    assertThat(explanation.text()).contains("  ! Risk: text is taken", "\n! Risk: the encryption");
  }

  @Test
  void aRuleForSitesSaysThatItAdmitsNothingYet() throws IOException {
    String withSites = PolicyLoaderTest.resource("full.json");

    assertThat(PolicyExplainer.explain(Policies.policy(withSites)).apps())
        .filteredOn(app -> app.sentences().get(0).startsWith("Only on these sites"))
        .isNotEmpty()
        .allSatisfy(app -> assertThat(app.sentences().get(1)).contains("this rule admits nothing"));
  }

  @Test
  void hoursPastMidnightEndOnTheNextDay() {
    String night =
        Policies.config("policy.example.json").replace("\"to\": \"19:00\"", "\"to\": \"06:00\"");

    assertThat(PolicyExplainer.explain(Policies.policy(night)).text())
        .contains(" from 08:00 to 06:00 of the next day, your local time.");
  }

  @Test
  void aPolicyThatCapturesNothingSaysSo() {
    PolicyExplainer.Explanation explanation =
        PolicyExplainer.explain(Policies.policy(Policies.config("policy.example.json")));

    assertThat(explanation.overall().get(0))
        .isEqualTo("Example Corp, policy 2026-11-20.1: nothing is captured.");
    assertThat(explanation.apps()).isEmpty();
  }
}
