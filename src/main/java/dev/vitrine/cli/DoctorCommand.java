package dev.vitrine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.agent.Checkup;
import dev.vitrine.platform.linux.Probe;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine doctor}: what this machine offers, what is missing, and the remedy. */
@Command(
    name = "doctor",
    description = "Says what this machine offers, what is missing and how to mend it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Probe> probes =
        Checkup.run(
            System.getProperty("os.name", ""),
            Places.environment(),
            places.dataDir(),
            places.policy(),
            Places.keyStores());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(encode(probes));
    } else {
      for (Probe probe : probes) {
        out.printf("%-17s %-8s %s%n", probe.name(), probe.ok() ? "ok" : "missing", probe.detail());
        if (!probe.ok()) {
          out.printf("%-17s %-8s %s%n", "", "", "-> " + probe.remedy());
        }
      }
    }
    return 0;
  }

  private static ObjectNode encode(List<Probe> probes) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("ok", probes.stream().allMatch(Probe::ok));
    ArrayNode list = root.putArray("checks");
    for (Probe probe : probes) {
      ObjectNode node = list.addObject();
      node.put("name", probe.name());
      node.put("ok", probe.ok());
      node.put("detail", probe.detail());
      if (!probe.ok()) {
        node.put("remedy", probe.remedy());
      }
    }
    return root;
  }
}
