package dev.vitrine.cli;

import dev.vitrine.crypto.TrainingKey;
import dev.vitrine.crypto.UnsealException;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.UnsealedLines;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vitrine unseal}: sealed batches of a receiver's file become records. */
@Command(
    name = "unseal",
    description = {
      "Opens sealed batches with the training team's key.",
      "Standard input: lines of a receiver's records-YYYY-MM-DD.ndjson. Standard output: the same"
          + " lines with a record each; lines that were not sealed pass as they are."
    },
    mixinStandardHelpOptions = true)
final class UnsealCommand implements Callable<Integer> {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "F",
      description = "The file that keys generate-training made.")
  @SuppressWarnings("NullAway.Init")
  private Path key;

  @Override
  public Integer call() throws Exception {
    UnsealedLines lines = new UnsealedLines(key());
    // Not System.out, which would pass over a full disk and a reader that has gone.
    try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
      lines.copy(new BufferedInputStream(System.in), out);
    } catch (ProtocolException e) {
      throw new CommandException(e.getMessage() + "; what came before it was written");
    } catch (IOException e) {
      throw new CommandException("standard input cannot be read, or standard output not written");
    }
    return 0;
  }

  private TrainingKey key() throws CommandException {
    try {
      return TrainingKey.parse(Files.readAllBytes(key));
    } catch (IOException e) {
      throw new CommandException(key + " cannot be read; is it the file of generate-training?");
    } catch (UnsealException e) {
      throw new CommandException(key + " is no training key; generate-training makes one");
    }
  }
}
