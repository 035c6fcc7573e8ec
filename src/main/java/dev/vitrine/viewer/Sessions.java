package dev.vitrine.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may look. A one-time token (256 random bits, two minutes) is exchanged for a session, which
 * has two halves of 256 bits each: a cookie, which scripts cannot read, and a key, which the page
 * keeps in storage of its own origin and sends as a header. Both are needed for every request: a
 * browser gives cookies to every port of a host, so that another user's server on this machine
 * could be given the cookie, but never the key.
 *
 * <p>A session ends after 30 minutes without a sign of a person. Compared in constant time. Safe
 * for use by several threads.
 */
final class Sessions {
  /** How long a one-time token is good. */
  static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

  /** How long a session lasts without a sign of a person. */
  static final Duration SESSION_IDLE = Duration.ofMinutes(30);

  private static final int SECRET_BYTES = 32;

  /** More than anybody needs; the oldest goes first. */
  private static final int MOST = 16;

  private final Deque<Token> tokens = new ArrayDeque<>();
  private final Deque<Session> sessions = new ArrayDeque<>();
  private final RandomGenerator random;
  private final InstantSource clock;

  Sessions(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** A fresh one-time token, in base64url. */
  synchronized String issue() {
    String secret = secret();
    tokens.addLast(new Token(secret, clock.instant().plus(TOKEN_LIFE)));
    if (tokens.size() > MOST) {
      tokens.removeFirst();
    }
    return secret;
  }

  /**
   * Exchanges a token, which is worth nothing afterwards. A browser that already has a session
   * keeps it, so that a second tab does not shut the first one out.
   */
  synchronized Optional<Opened> open(String token, @Nullable String cookie) {
    if (!take(token)) {
      return Optional.empty();
    }
    Session session = find(cookie);
    if (session == null) {
      session = new Session(secret(), secret(), clock.instant());
      sessions.addLast(session);
      if (sessions.size() > MOST) {
        sessions.removeFirst();
      }
    }
    session.seen = clock.instant();
    return Optional.of(new Opened(session.cookie, session.key));
  }

  /**
   * Whether both halves belong to one living session; {@code person} = the request shows that
   * somebody is there, which prolongs it.
   */
  synchronized boolean admits(@Nullable String cookie, @Nullable String key, boolean person) {
    Session session = find(cookie);
    if (session == null || key == null || !same(session.key, key)) {
      return false;
    }
    if (person) {
      session.seen = clock.instant();
    }
    return true;
  }

  private boolean take(String token) {
    Instant now = clock.instant();
    tokens.removeIf(kept -> !now.isBefore(kept.expires));
    boolean found = false;
    for (Iterator<Token> all = tokens.iterator(); all.hasNext(); ) {
      if (same(all.next().secret, token)) {
        all.remove();
        found = true;
      }
    }
    return found;
  }

  private @Nullable Session find(@Nullable String cookie) {
    if (cookie == null) {
      return null;
    }
    Instant now = clock.instant();
    sessions.removeIf(kept -> !now.isBefore(kept.seen.plus(SESSION_IDLE)));
    Session found = null;
    for (Session kept : sessions) {
      if (same(kept.cookie, cookie)) {
        found = kept;
      }
    }
    return found;
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean same(String mine, String theirs) {
    return MessageDigest.isEqual(
        mine.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
  }

  /** The two halves of a session. */
  record Opened(String cookie, String key) {
    @Override
    public String toString() {
      return "Opened";
    }
  }

  private static final class Token {
    private final String secret;
    private final Instant expires;

    Token(String secret, Instant expires) {
      this.secret = secret;
      this.expires = expires;
    }
  }

  private static final class Session {
    private final String cookie;
    private final String key;
    private Instant seen;

    Session(String cookie, String key, Instant seen) {
      this.cookie = cookie;
      this.key = key;
      this.seen = seen;
    }
  }
}
