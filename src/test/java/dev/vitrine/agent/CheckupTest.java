package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {
  @TempDir private Path temp;

  @Test
  void aPolicyThatItsUserCanChangeIsWarnedAbout() throws Exception {
    Path policy = Files.writeString(temp.resolve("policy.json"), "{}");
    assertThat(Checkup.warning(policy, "somebody")).contains("only IT can");
    assertThat(Checkup.warning(policy, "root")).isEmpty();
    assertThat(Checkup.warning(temp.resolve("none"), "somebody")).isEmpty();
  }
}
