package dev.vitrine.cli;

import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.agent.ViewerHost;
import dev.vitrine.control.ControlClient;
import dev.vitrine.store.ReadOnlyStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitrine viewer}: opens what was captured. */
@Command(
    name = "viewer",
    description = "Opens what was captured in the browser.",
    mixinStandardHelpOptions = true)
final class ViewerCommand implements Callable<Integer> {
  private static final long CLOSE_SECONDS = 3;

  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--print-url", description = "Print the one-time address instead of opening it.")
  private boolean printUrl;

  @Override
  public Integer call() throws Exception {
    Optional<ControlClient> agent = places.runningAgent();
    if (agent.isPresent()) {
      show(agent.get().viewerUrl());
      return 0;
    }
    return serve();
  }

  private int serve() throws Exception {
    try (StoppedAgent stopped = places.stoppedAgent()) {
      ReadOnlyStore store =
          stopped
              .store()
              .orElseThrow(
                  () ->
                      new CommandException(
                          "nothing was captured here yet; start the agent first: vitrine run"));
      CountDownLatch idle = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      stopped.resumeDeletions();
      try (ViewerHost host = new ViewerHost(0, stopped, Places.clock(), idle::countDown)) {
        show(host.url(store.log(), stopped::written));
        endOnSignal(idle, closed);
        idle.await();
      } finally {
        closed.countDown();
      }
    }
    return 0;
  }

  /** SIGTERM and ctrl-C end it as being idle does, with status 0. */
  private static void endOnSignal(CountDownLatch end, CountDownLatch closed) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  try {
                    if (closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                      Runtime.getRuntime().halt(0);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "vitrine-viewer-stop"));
  }

  private void show(URI url) throws CommandException {
    PrintWriter out = spec.commandLine().getOut();
    if (printUrl) {
      out.println(url);
      out.flush();
      return;
    }
    try {
      new ProcessBuilder("xdg-open", url.toString())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new CommandException("no browser can be opened here; run: vitrine viewer --print-url");
    }
  }
}
