package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.testing.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that were in force here. */
class PolicyHistoryTest {
  @TempDir private Path dir;

  @Test
  void whatEachPolicyChangedIsToldNewestFirst() throws Exception {
    PolicyHistory history = new PolicyHistory(dir);
    String first = Policies.config("policy.demo.json");
    history.keep(first);
    history.keep(first);
    assertThat(history.changes()).isEmpty();
    history.keep(first.replace("demo-1", "demo-2"));
    history.keep(first.replace("demo-1", "demo-3"));
    assertThat(new PolicyHistory(dir).changes())
        .extracting(PolicyDiff::from, PolicyDiff::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("demo-2", "demo-3"),
            org.assertj.core.groups.Tuple.tuple("demo-1", "demo-2"));
  }

  @Test
  void onlyTheLatestAreKeptAndForTheOwnerOnly() throws Exception {
    PolicyHistory history = new PolicyHistory(dir);
    String first = Policies.config("policy.demo.json");
    for (int i = 0; i < PolicyHistory.KEEP + 5; i++) {
      history.keep(first.replace("demo-1", "demo-" + i));
    }
    try (var files = Files.list(dir.resolve("policies"))) {
      assertThat(files.toList())
          .hasSize(PolicyHistory.KEEP)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    assertThat(history.changes().get(0).to()).isEqualTo("demo-" + (PolicyHistory.KEEP + 4));
  }
}
