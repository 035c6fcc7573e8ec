package dev.vitrine.platform.linux;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps the D-Bus library from logging the messages it carries, which hold names of elements and
 * secrets. A level in a configuration file cannot undo this, as it could undo a level set in code.
 */
public final class BusLogs {
  private static final String LIBRARY = "org.freedesktop.dbus";

  private BusLogs() {}

  /** To be called before a bus is opened, and again after logging was configured anew. */
  public static synchronized void quieten() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getTurboFilterList().stream().noneMatch(Quiet.class::isInstance)) {
      context.addTurboFilter(new Quiet());
    }
  }

  private static final class Quiet extends TurboFilter {
    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      boolean payload = logger.getName().startsWith(LIBRARY) && !level.isGreaterOrEqual(Level.WARN);
      return payload ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }
}
