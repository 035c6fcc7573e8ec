package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.export.Exporter;
import dev.vitrine.store.ReadOnlyStore;
import dev.vitrine.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine export}: the records, exact lines, in order. */
@Command(
    name = "export",
    description = "Writes the records to a file, exactly as they are or would be sent.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private static final long PROGRESS_EVERY = 100_000;

  enum Format {
    JSONL
  }

  @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "jsonl.")
  @SuppressWarnings("NullAway.Init")
  private Format format;

  @Option(names = "--out", required = true, paramLabel = "PATH", description = "Where to.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(names = "--force", description = "Replace an existing file.")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try (StoppedAgent reader = places.stoppedAgent()) {
      ReadOnlyStore store = reader.store().orElse(null);
      long written =
          switch (format) {
            case JSONL -> Exporter.jsonl(records(store), out, force, count -> tell(err, count));
          };
      places.tellIfMissing(err);
      err.println("vitrine: wrote " + written + " records to " + out);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          Files.isDirectory(out)
              ? out + " is a directory; name a file"
              : out + " exists; name another file, or add --force");
    } catch (IOException e) {
      throw new CommandException(
          out
              + " cannot be written ("
              + e.getClass().getSimpleName()
              + "); name a file in a directory that exists and that you may write to");
    }
    return 0;
  }

  private static Exporter.Source<StoreException> records(@Nullable ReadOnlyStore store) {
    return sink -> {
      if (store != null) {
        store.log().export(sink::accept);
      }
    };
  }

  private static void tell(PrintWriter err, long count) {
    if (count % PROGRESS_EVERY == 0) {
      err.println("vitrine: " + count + " records");
      err.flush();
    }
  }
}
