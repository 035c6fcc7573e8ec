package dev.vitrine.cli;

import dev.vitrine.agent.PolicyFiles;
import dev.vitrine.policy.Policy;
import dev.vitrine.redact.RedactStream;
import dev.vitrine.redact.RedactStreamException;
import dev.vitrine.redact.RedactionRules;
import dev.vitrine.rules.Catalogue;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine redact}: standard input through the engine that redacts what is captured. */
@Command(
    name = "redact",
    description = "Passes standard input through the engine that redacts what is captured.",
    mixinStandardHelpOptions = true)
final class RedactCommand implements Callable<Integer> {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Redact as this policy does (default: all recognisers and regions).")
  private @Nullable Path policy;

  @Option(names = "--json", description = "With --list: as one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ArgGroup private Form form = new Form();

  static final class Form {
    @Option(
        names = "--jsonl",
        description =
            "Lines {\"text\": ...} in; lines {\"text\": ..., \"spans\": [...]} out; offsets count"
                + " code points of the input.")
    private boolean jsonl;

    @Option(
        names = "--list",
        description =
            "Prints the recognisers: what each looks for, how it is checked, what it finds and does"
                + " not.")
    private boolean list;
  }

  @Override
  public Integer call() throws Exception {
    if (form.list) {
      list(spec.commandLine().getOut());
      return 0;
    }
    if (json) {
      throw new ParameterException(
          spec.commandLine(), "--json belongs to --list; texts a line are --jsonl");
    }
    Policy.Redaction redaction =
        policy == null ? Policy.Redaction.defaults() : PolicyFiles.load(policy).redaction();
    RedactStream stream = new RedactStream(RedactionRules.of(redaction));
    // Not System.out, which would pass over a full disk and a reader that has gone.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      if (form.jsonl) {
        stream.jsonLines(System.in, out);
      } else {
        stream.plain(System.in, out);
      }
    } catch (RedactStreamException e) {
      throw e;
    } catch (IOException e) {
      throw new CommandException(
          "standard input could not be read to its end, or standard output not written"
              + " (is its reader still there, is the disk full?)");
    }
    return 0;
  }

  private void list(PrintWriter out) {
    RecognizerList list = new RecognizerList(Catalogue.builtIn().rules());
    if (json) {
      list.json(out);
    } else {
      list.print(out);
    }
  }
}
