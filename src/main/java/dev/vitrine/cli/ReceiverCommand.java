package dev.vitrine.cli;

import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine receiver}: the reference endpoint. */
@Command(
    name = "receiver",
    description = "Runs the reference training-data endpoint.",
    mixinStandardHelpOptions = true)
final class ReceiverCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "Where it keeps everything.")
  @SuppressWarnings("NullAway.Init")
  private Path dir;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "N",
      description = "The port; 0 picks one.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on (default: 127.0.0.1); others need --token-file or --client-ca.")
  private String bind = "127.0.0.1";

  @Option(names = "--token-file", paramLabel = "F", description = "Bearer tokens, one a line.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls-cert",
      paramLabel = "F",
      description = "Speak TLS with this certificate (PEM, the whole chain).")
  private @Nullable Path tlsCert;

  @Option(names = "--tls-key", paramLabel = "F", description = "Its key (PEM, PKCS#8).")
  private @Nullable Path tlsKey;

  @Option(
      names = "--client-ca",
      paramLabel = "F",
      description = "Let in only clients with a certificate of this authority (PEM).")
  private @Nullable Path clientCa;

  @Option(names = "--sealed-only", description = "Refuse batches that could be read here.")
  private boolean sealedOnly;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535");
    }
    ReceiverOptions options =
        ReceiverOptions.loopback(dir, port)
            .boundTo(bind, tokenFile)
            .with(tls())
            .sealedOnly(sealedOnly);
    CountDownLatch stopped = new CountDownLatch(1);
    Receiver receiver = Receiver.start(options, Clock.systemUTC());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  receiver.close();
                  stopped.countDown();
                  Runtime.getRuntime().halt(0);
                },
                "vitrine-receiver-stop"));
    spec.commandLine().getOut().println("listening on " + receiver.url());
    spec.commandLine().getOut().println("receipt key " + receiver.publicKey());
    spec.commandLine().getOut().flush();
    if (receiver.exposed()) {
      spec.commandLine()
          .getErr()
          .println(
              "vitrine: warning: this is plain HTTP where others can read it; name --tls-cert and"
                  + " --tls-key, or let only a TLS proxy reach it");
    }
    stopped.await();
    return 0;
  }

  private ReceiverOptions.@Nullable Tls tls() {
    Path certificate = tlsCert;
    Path key = tlsKey;
    if (certificate != null && key != null) {
      return new ReceiverOptions.Tls(certificate, key, clientCa);
    }
    if (certificate != null || key != null || clientCa != null) {
      throw new ParameterException(
          spec.commandLine(), "--tls-cert and --tls-key belong together; --client-ca needs both");
    }
    return null;
  }
}
