package dev.vitrine.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an endpoint asks to be left alone: {@code Retry-After} (RFC 9110, section 10.2.3), and
 * {@code RateLimit} where nothing remains (draft-ietf-httpapi-ratelimit-headers: {@code r=0;t=30},
 * or {@code remaining=0, reset=30} of its earlier versions). At most a day; what cannot be read
 * counts as nothing.
 *
 * @param retryAfter for an answer that is to be tried again
 * @param exhausted for the next request after any answer
 */
record RetryHints(Duration retryAfter, Duration exhausted) {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern REMAINING =
      Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=([0-9]{1,9})");
  private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)=([0-9]{1,9})");

  static RetryHints parse(@Nullable String retryAfter, @Nullable String rateLimit, Instant now) {
    return new RetryHints(retryAfter(retryAfter, now), exhausted(rateLimit));
  }

  private static Duration retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return Duration.ZERO;
    }
    String text = header.strip();
    if (SECONDS.matcher(text).matches()) {
      return bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, then));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static Duration exhausted(@Nullable String header) {
    if (header == null) {
      return Duration.ZERO;
    }
    Matcher remaining = REMAINING.matcher(header);
    Matcher reset = RESET.matcher(header);
    return remaining.find() && Long.parseLong(remaining.group(1)) == 0 && reset.find()
        ? bounded(Duration.ofSeconds(Long.parseLong(reset.group(1))))
        : Duration.ZERO;
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /** The longer of the two. */
  Duration longer() {
    return retryAfter.compareTo(exhausted) > 0 ? retryAfter : exhausted;
  }
}
