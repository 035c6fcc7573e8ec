package dev.vitrine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes requests on to a port of this machine, and for the first few connections cuts the line
 * when the reply begins: the server has done its work, and the client does not know.
 */
public final class LossyProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final int toLose;
  private final AtomicInteger lost = new AtomicInteger();

  /** Loses the replies of the first {@code toLose} connections. */
  public LossyProxy(int target, int toLose) throws IOException {
    this.target = target;
    this.toLose = toLose;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many replies were lost. */
  public int repliesLost() {
    return lost.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        daemon(() -> copy(client, server, false));
        daemon(() -> copy(server, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void copy(Socket from, Socket to, boolean reply) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (reply && lost.get() < toLose) {
          lost.incrementAndGet();
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // The other side is gone; so is this one.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "lossy-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
