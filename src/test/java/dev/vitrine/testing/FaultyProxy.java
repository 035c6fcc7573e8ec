package dev.vitrine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line that is no good: of the connections that it passes on to a port of this machine some are
 * cut while the request is on its way, some when the reply begins, some in the middle of the reply,
 * and some are held up. Counts what it did.
 */
public final class FaultyProxy implements AutoCloseable {
  /** What is done to one connection. */
  public enum Fault {
    NONE,
    CUT_REQUEST,
    LOSE_REPLY,
    TRUNCATE_REPLY,
    DELAY
  }

  private static final int LONGEST_DELAY_MILLIS = 2000;
  private static final int MAX_BYTES = 300_000;

  private final ServerSocket listener;
  private final int target;
  private final Random random;
  private final double share;
  private final Map<Fault, AtomicInteger> done = new EnumMap<>(Fault.class);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean good;

  /** Faults on that share of the connections, 0 to 1. */
  public FaultyProxy(int target, double share, long seed) throws IOException {
    this.target = target;
    this.share = share;
    this.random = new Random(seed);
    for (Fault fault : Fault.values()) {
      done.put(fault, new AtomicInteger());
    }
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How often a fault happened. */
  public int count(Fault fault) {
    return done.get(fault).get();
  }

  /** From now on nothing happens to new connections. */
  public void behave() {
    good = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server;
        try {
          server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
          // Nobody is there at the moment; the client notices.
          client.close();
          continue;
        }
        Fault fault = next();
        int after = after(fault);
        daemon(() -> copy(client, server, fault, after, false));
        daemon(() -> copy(server, client, fault, after, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private synchronized Fault next() {
    if (good || random.nextDouble() >= share) {
      return Fault.NONE;
    }
    return Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
  }

  /** After how many bytes; the reply to a batch is short. */
  private synchronized int after(Fault fault) {
    return switch (fault) {
      case NONE -> Integer.MAX_VALUE;
      case CUT_REQUEST, DELAY -> 1 + random.nextInt(MAX_BYTES);
      case LOSE_REPLY -> random.nextInt(3) * 250;
      case TRUNCATE_REPLY -> 20 + random.nextInt(1000);
    };
  }

  private void copy(Socket from, Socket to, Fault fault, int after, boolean reply) {
    boolean concerned =
        reply
            ? fault == Fault.LOSE_REPLY || fault == Fault.TRUNCATE_REPLY
            : fault == Fault.CUT_REQUEST || fault == Fault.DELAY;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      int passed = 0;
      boolean happened = false;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (concerned && !happened && passed + n > after) {
          happened = true;
          done.get(fault).incrementAndGet();
          if (fault != Fault.DELAY) {
            out.write(buffer, 0, fault == Fault.LOSE_REPLY ? 0 : Math.max(0, after - passed));
            out.flush();
            return;
          }
          if (closed.await(1 + after % LONGEST_DELAY_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
        out.write(buffer, 0, n);
        out.flush();
        passed += n;
      }
    } catch (IOException e) {
      // The other side is gone; so is this one.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
  }
}
