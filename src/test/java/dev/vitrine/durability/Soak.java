package dev.vitrine.durability;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.receiver.ReceiverProcess;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.RecordState;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.testing.FaultyProxy;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent and a receiver that are killed again and again over a bad line; in the end everything
 * that was acknowledged, and was not deleted or put into quarantine, has been received once.
 * Arguments: a folder; minutes; the seed.
 */
final class Soak {
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(2);
  private static final int LONGER_MILLIS = 12_000;
  private static final int MOST_RECORDS = 1_700_000;

  /** What a soak of full length sees at least, however slow the machine is. */
  private static final int LEAST_RECORDS = 1_000_000;

  private static final Duration FULL_LENGTH = Duration.ofMinutes(30);

  private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

  private final Path dir;
  private final Random random;
  private Duration pause = Duration.ZERO;
  private final BitSet begun = new BitSet();
  private final BitSet acknowledged = new BitSet();
  private final BitSet deleting = new BitSet();
  private final BitSet deleted = new BitSet();
  private final BitSet received = new BitSet();
  private ReceiverProcess receiver;
  private Process agent;
  private int agentKills;
  private int receiverKills;
  private int twice;

  Soak(Path dir, long seed) {
    this.dir = dir;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    // Whoever ends this one ends those that it started.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    Soak it = new Soak(Path.of(arguments[0]), Long.parseLong(arguments[2]));
    boolean good = it.run(Duration.ofMinutes(Long.parseLong(arguments[1])));
    System.exit(good ? 0 : 1);
  }

  /**
   * Runs for so long, or until enough records were taken; whether everything is where it belongs.
   */
  boolean run(Duration howLong) throws Exception {
    Path received = dir.resolve("receiver");
    Files.createDirectories(dir.resolve("agent"));
    Files.deleteIfExists(dir.resolve("agent/stop"));
    // Well over a million records in that time, and few enough for a buffer of 512 MiB.
    pause = howLong.multipliedBy(SoakAgent.APPEND).dividedBy(MOST_RECORDS);
    long end = System.nanoTime() + howLong.toNanos();
    receiver = ReceiverProcess.start(received, 0);
    int port = receiver.url().getPort();
    try (FaultyProxy proxy = new FaultyProxy(port, 0.5, random.nextLong())) {
      String endpoint = "http://127.0.0.1:" + proxy.port();
      agent = agent(endpoint);
      long agentEnd = life();
      long receiverEnd = life();
      long nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();
      int least = howLong.compareTo(FULL_LENGTH) < 0 ? 0 : LEAST_RECORDS;
      while (System.nanoTime() - end < 0 || acknowledged.cardinality() < least) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        if (System.nanoTime() - nextWord > 0) {
          nextWord += BETWEEN_WORDS.toNanos();
          System.out.printf(
              "  %d min left: %,d taken, %d kills of the agent, %d of the receiver%n",
              Math.max(0, Duration.ofNanos(end - System.nanoTime()).toMinutes()),
              acknowledged.cardinality(),
              agentKills,
              receiverKills);
        }
        if (!agent.isAlive()) {
          throw new AssertionError("the agent ended by itself with " + agent.exitValue());
        }
        if (System.nanoTime() - agentEnd > 0) {
          JavaProcess.kill(agent);
          agentKills++;
          agent = agent(endpoint);
          agentEnd = life();
        }
        if (System.nanoTime() - receiverEnd > 0) {
          receiver.kill();
          receiverKills++;
          receiver = ReceiverProcess.start(received, port);
          receiverEnd = life();
        }
      }
      proxy.behave();
      Files.createFile(dir.resolve("agent/stop"));
      if (!agent.waitFor(10, TimeUnit.MINUTES) || agent.exitValue() != 0) {
        throw new AssertionError("the agent did not send what was left");
      }
      System.out.println(
          "kills: " + agentKills + " of the agent, " + receiverKills + " of the receiver");
      StringBuilder faults = new StringBuilder("line:");
      long faultCount = 0;
      for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
        if (fault != FaultyProxy.Fault.NONE) {
          faults.append(' ').append(fault).append(' ').append(proxy.count(fault));
          faultCount += proxy.count(fault);
        }
      }
      System.out.println(faults);
      if (agentKills == 0 || receiverKills == 0 || faultCount == 0) {
        throw new AssertionError("nothing was killed, or the line was good");
      }
    } finally {
      // Whoever reads our output waits for all who have it.
      receiver.close();
      if (agent != null) {
        JavaProcess.kill(agent);
      }
    }
    return equation(received);
  }

  private long life() {
    return System.nanoTime()
        + SHORTEST_LIFE.toNanos()
        + Duration.ofMillis(random.nextInt(LONGER_MILLIS)).toNanos();
  }

  private Process agent(String endpoint) throws IOException {
    readNotes();
    return JavaProcess.of(
            List.of("-Xmx256m"),
            SoakAgent.class,
            dir.resolve("agent").toString(),
            endpoint,
            String.valueOf(begun.length()),
            String.valueOf(pause.toMillis()))
        .inheritIO()
        .start();
  }

  private void readNotes() throws IOException {
    Path notes = dir.resolve("agent/notes");
    if (!Files.exists(notes)) {
      return;
    }
    for (String line : Files.readAllLines(notes)) {
      String[] words = line.split(" ", -1);
      int n = Integer.parseInt(words[1]);
      switch (words[0]) {
        case "I" -> begun.set(n, Integer.parseInt(words[2]));
        case "A" -> acknowledged.set(n, Integer.parseInt(words[2]));
        case "d" -> deleting.set(n);
        default -> deleted.set(n);
      }
    }
  }

  private boolean equation(Path receiverDir) throws Exception {
    readNotes();
    Received.each(
        receiverDir,
        id -> {
          int n = Integer.parseInt(id.substring(id.indexOf('-') + 1));
          if (received.get(n)) {
            twice++;
          }
          received.set(n);
        });
    BitSet quarantined = new BitSet();
    CaptureLog.Counts counts;
    BitSet there = new BitSet();
    try (VitrineStore store =
        VitrineStore.open(
            dir.resolve("agent/data"),
            new FileKeyStorage(dir.resolve("agent/keys")),
            StoreOptions.defaults(Clock.systemUTC()))) {
      store.log().export(line -> there.set(Integer.parseInt(line.id().substring(7))));
      for (int n = 0; n < begun.length(); n++) {
        if (SoakAgent.poisoned(n)
            && store.log().find(WireRecords.id(n)).isPresent()
            && store.log().find(WireRecords.id(n)).orElseThrow().state()
                == RecordState.QUARANTINED) {
          quarantined.set(n);
        }
      }
      counts = store.log().counts();
    }
    // A kill may come after the buffer took something and before it was said.
    BitSet unsaid = (BitSet) there.clone();
    unsaid.andNot(acknowledged);
    BitSet expected = (BitSet) acknowledged.clone();
    expected.or(unsaid);
    BitSet taken = (BitSet) expected.clone();
    long all = taken.cardinality();
    // A deletion that was under way at a kill happened, or did not.
    BitSet gone = (BitSet) deleting.clone();
    gone.andNot(there);
    // What was neither said nor there was never taken, whatever the order to delete it says.
    gone.and(taken);
    expected.andNot(gone);
    expected.andNot(quarantined);
    BitSet missing = (BitSet) expected.clone();
    missing.andNot(received);
    BitSet unexpected = (BitSet) received.clone();
    unexpected.andNot(expected);
    BitSet broughtBack = (BitSet) deleted.clone();
    broughtBack.and(there);
    System.out.printf(
        "received %,d = acknowledged %,d - deleted %,d - quarantined %,d = %,d; missing %d,"
            + " unexpected %d, twice %d, brought back %d, expired %d (of the acknowledged %d were"
            + " not said)%n",
        received.cardinality(),
        all,
        gone.cardinality(),
        quarantined.cardinality(),
        expected.cardinality(),
        missing.cardinality(),
        unexpected.cardinality(),
        twice,
        broughtBack.cardinality(),
        counts.expired(),
        unsaid.cardinality());
    return all - gone.cardinality() - quarantined.cardinality() == received.cardinality()
        && missing.isEmpty()
        && unexpected.isEmpty()
        && broughtBack.isEmpty()
        && twice == 0
        && counts.expired() == 0
        && received.equals(expected);
  }
}
