package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the icon shows: its sign, its name, a sentence or two, and its menu. States and numbers of
 * records, never anything that was captured.
 */
public record TrayView(Sign sign, String title, String text, TrayMenu menu) {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter LATER =
      DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);

  /** The view of a status. */
  static TrayView of(AgentStatus status, Instant now, ZoneId zone) {
    AgentStatus.State state = status.state();
    AgentStatus.Records records = status.records();
    String until = state == AgentStatus.State.PAUSED ? end(status.why(), now, zone) : null;
    String title = TrayTexts.words(state);
    String meaning =
        until == null ? TrayTexts.meaning(state) : TrayTexts.get("paused.until", until);
    String counts = TrayTexts.get("counts", records.held(), records.ready(), records.sent());
    return new TrayView(
        Sign.of(state),
        title,
        meaning + "\n" + counts,
        TrayMenu.of(
            state, until == null ? List.of(title, counts) : List.of(title, meaning, counts)));
  }

  /** The end of a pause for people, or null where it has none. */
  private static @Nullable String end(@Nullable String instant, Instant now, ZoneId zone) {
    return instant == null ? null : time(Instant.parse(instant), now, zone);
  }

  /** A moment as people say it: the time of day, with the day where it is not today. */
  static String time(Instant moment, Instant now, ZoneId zone) {
    boolean today = moment.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (today ? TODAY : LATER).format(moment.atZone(zone));
  }
}
