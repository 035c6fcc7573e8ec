package dev.vitrine.cli;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.TrainingKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitrine keys}: secrets in the key store. */
@Command(
    name = "keys",
    description = "Puts secrets into the key store; makes the training team's pair.",
    mixinStandardHelpOptions = true,
    subcommands = {KeysCommand.Import.class, KeysCommand.GenerateTraining.class})
final class KeysCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  /** {@code vitrine keys generate-training}. */
  @Command(
      name = "generate-training",
      description =
          "Makes the pair that batches are sealed to: the secret half goes into a file, the public"
              + " half is printed for the policy's sealTo.",
      mixinStandardHelpOptions = true)
  static final class GenerateTraining implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "F", description = "A new file.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      TrainingKey key = TrainingKey.generate();
      byte[] file = key.encode();
      try {
        PrivateFile.create(out, file);
      } finally {
        Arrays.fill(file, (byte) 0);
      }
      spec.commandLine().getOut().println(key.publicKey());
      spec.commandLine().getErr().println("vitrine: the secret half is in " + out + "; back it up");
      return 0;
    }
  }

  /** {@code vitrine keys import}. */
  @Command(
      name = "import",
      description =
          "Puts a secret from standard input into the key store, without its last line feed.",
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {
    private static final int MOST_BYTES = 64 * 1024;

    @Mixin private final Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The name after \"keystore:\" in the policy.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
        names = "--file",
        description =
            "Into the data directory's key file, not the system's key store (default: as the policy"
                + " says).")
    private boolean file;

    @Override
    public Integer call() throws Exception {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
        throw new ParameterException(
            spec.commandLine(), "NAME must be 1 to 64 letters, digits, dots, underscores, hyphens");
      }
      byte[] input = Asking.secret(MOST_BYTES);
      byte[] secret = strip(input);
      try {
        if (secret.length == 0 || input.length > MOST_BYTES) {
          throw new CommandException("the secret must have 1 to " + MOST_BYTES + " bytes");
        }
        KeyStorage keys = Places.keyStores().of(places.dataDir(), file || places.keysInFile());
        keys.store(name, secret);
      } finally {
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(input, (byte) 0);
      }
      spec.commandLine().getErr().println("vitrine: stored as " + name);
      return 0;
    }

    private static byte[] strip(byte[] input) {
      int end = input.length;
      if (end > 0 && input[end - 1] == '\n') {
        end--;
      }
      if (end > 0 && input[end - 1] == '\r') {
        end--;
      }
      return Arrays.copyOf(input, end);
    }
  }
}
