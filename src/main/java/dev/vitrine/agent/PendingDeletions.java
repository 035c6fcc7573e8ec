package dev.vitrine.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.crypto.RandomIds;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.VitrineStore;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wishes to delete, each carried out by a timer unless it is undone. They are kept in the buffer,
 * where they also fence the upload; a wish that cannot be kept is refused, and one that cannot be
 * carried out is tried again until it can.
 */
final class PendingDeletions implements DeletionDesk, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PendingDeletions.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final int MOST_DONE = 20;

  private final Clock clock;
  private final RandomGenerator random;
  private final Owner owner;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "vitrine-deletions");
            thread.setDaemon(true);
            return thread;
          });

  // guarded by this
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Deque<Done> done = new ArrayDeque<>();
  private @Nullable String running;

  PendingDeletions(Clock clock, RandomGenerator random, Owner owner) {
    this.clock = clock;
    this.random = random;
    this.owner = owner;
  }

  /** Who has the buffer. */
  interface Owner {
    /** Drops what is in memory of it. */
    void forget(DeletionRequest request) throws ControlException;

    /** Keeps the list durably; null = there is nothing to keep, and the fence falls. */
    void keep(@Nullable String list) throws ControlException;

    /** Erases. */
    AgentControl.Deletion perform(DeletionRequest request) throws ControlException;
  }

  /** The same, from a buffer. */
  void resume(VitrineStore store) {
    try {
      store.pendingDeletions().ifPresent(this::resume);
    } catch (StoreException e) {
      LOG.warn("What was to be deleted could not be read: {}", e.getMessage());
    }
  }

  /** Takes up what an earlier run left. A list that is not understood keeps the fence standing. */
  synchronized void resume(String list) {
    for (Pending wish : read(list)) {
      if (pending.putIfAbsent(wish.id(), wish) == null) {
        Duration left = Duration.between(clock.instant(), wish.until());
        // A wall clock that was set back must not put it off.
        schedule(wish.id(), left.compareTo(UNDO) > 0 ? UNDO : left);
      }
    }
  }

  @Override
  public Pending soon(DeletionRequest asked) throws ControlException {
    DeletionRequest request = fixed(asked, clock.instant());
    owner.forget(request);
    synchronized (this) {
      Pending wish = new Pending(RandomIds.next(random), request, clock.instant().plus(UNDO), null);
      pending.put(wish.id(), wish);
      try {
        keep();
      } catch (ControlException e) {
        pending.remove(wish.id());
        throw e;
      }
      schedule(wish.id(), UNDO);
      return wish;
    }
  }

  /** The same with a beginning and an end: what is captured afterwards is not meant. */
  private static DeletionRequest fixed(DeletionRequest request, Instant now) {
    return request instanceof DeletionRequest.Last last
        ? new DeletionRequest.Between(now.minus(last.howLong()), now.plusMillis(1))
        : request;
  }

  @Override
  public synchronized void undo(String id) throws ControlException {
    Pending wish = pending.get(id);
    if (wish == null || id.equals(running)) {
      throw new ControlException("it is too late to undo this: it is deleted");
    }
    pending.remove(id);
    try {
      keep();
    } catch (ControlException e) {
      pending.put(id, wish);
      throw e;
    }
  }

  @Override
  public synchronized List<Pending> pending() {
    return List.copyOf(pending.values());
  }

  @Override
  public synchronized List<Done> done() {
    return List.copyOf(done);
  }

  private synchronized void keep() throws ControlException {
    owner.keep(pending.isEmpty() ? null : write(pending.values()));
  }

  private void schedule(String id, Duration wait) {
    if (!timer.isShutdown()) {
      // It ends with the agent; the wish is kept.
      ScheduledFuture<?> unused =
          timer.schedule(() -> carryOut(id), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    }
  }

  private void carryOut(String id) {
    Pending wish;
    synchronized (this) {
      wish = pending.get(id);
      if (wish == null) {
        return;
      }
      running = id;
    }
    String problem = null;
    try {
      AgentControl.Deletion deletion = owner.perform(wish.request());
      synchronized (this) {
        done.addFirst(new Done(id, deletion));
        if (done.size() > MOST_DONE) {
          done.removeLast();
        }
        pending.remove(id);
        keep();
      }
    } catch (ControlException e) {
      problem = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      problem = "the agent failed (" + e.getClass().getSimpleName() + ")";
    }
    if (problem != null) {
      LOG.warn("A deletion is tried again: {}", problem);
    }
    synchronized (this) {
      running = null;
      if (problem != null) {
        // Deleting twice is harmless; a fence that stays is not.
        pending.put(id, new Pending(id, wish.request(), wish.until(), problem));
        schedule(id, AGAIN);
      }
    }
  }

  /** Stops the timer; what is left is carried out after the next start. */
  @Override
  public void close() {
    timer.shutdown();
  }

  private static String write(Iterable<Pending> wishes) {
    ArrayNode list = MAPPER.createArrayNode();
    for (Pending wish : wishes) {
      ObjectNode node = list.addObject().put("id", wish.id()).put("until", wish.until().toString());
      DeletionRequest request = wish.request();
      if (request instanceof DeletionRequest.Between between) {
        node.put("from", between.from().toString()).put("to", between.to().toString());
      } else if (request instanceof DeletionRequest.App app) {
        node.put("app", app.name());
      } else if (request instanceof DeletionRequest.Ids ids) {
        ArrayNode all = node.putArray("ids");
        ids.ids().forEach(all::add);
      } else {
        node.put("all", true);
      }
    }
    try {
      return MAPPER.writeValueAsString(list);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Pending> read(String list) {
    List<Pending> wishes = new ArrayList<>();
    try {
      for (JsonNode node : MAPPER.readTree(list)) {
        Instant until = Instant.parse(node.path("until").asText());
        request(node)
            .ifPresent(
                request -> wishes.add(new Pending(node.path("id").asText(), request, until, null)));
      }
    } catch (JsonProcessingException | DateTimeParseException e) {
      LOG.warn("What was to be deleted cannot be read; nothing is sent until it is deleted again");
    }
    return wishes;
  }

  private static Optional<DeletionRequest> request(JsonNode node) {
    if (node.has("from")) {
      return Optional.of(
          new DeletionRequest.Between(
              Instant.parse(node.path("from").asText()), Instant.parse(node.path("to").asText())));
    }
    if (node.has("app")) {
      return Optional.of(new DeletionRequest.App(node.path("app").asText()));
    }
    if (node.has("ids")) {
      Set<String> ids = new HashSet<>();
      node.path("ids").forEach(id -> ids.add(id.asText()));
      return Optional.of(new DeletionRequest.Ids(ids));
    }
    return node.path("all").asBoolean() ? Optional.of(new DeletionRequest.All()) : Optional.empty();
  }
}
