package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy that loaded without an error. The one purpose is {@code ai-training}; there is no field
 * for another.
 */
public record Policy(
    String organization,
    String revision,
    Notice notice,
    Capture capture,
    Redaction redaction,
    Buffer buffer,
    Upload upload,
    Staff staff) {

  /** The only purpose there is. */
  public static final String PURPOSE = "ai-training";

  /** What staff are told. */
  public record Notice(String text, String contact, List<String> recipients, int retentionDays) {
    public Notice {
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * What may be captured: the first rule that matches decides; a title that matches one of {@code
   * neverTitles} never is.
   */
  public record Capture(List<AppRule> apps, List<Pattern> neverTitles, @Nullable Hours hours) {
    public Capture {
      apps = List.copyOf(apps);
      neverTitles = List.copyOf(neverTitles);
    }
  }

  /** When capture may run, in local time; {@code to} is exclusive. */
  public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Hours {
      days = Set.copyOf(days);
    }
  }

  /** What is removed; {@code lookBack} is how long finished text is held in memory. */
  public record Redaction(
      List<String> recognizers,
      List<String> except,
      List<String> regions,
      Duration lookBack,
      List<Custom> custom,
      List<String> dictionary) {
    public Redaction {
      recognizers = List.copyOf(recognizers);
      except = List.copyOf(except);
      regions = List.copyOf(regions);
      custom = List.copyOf(custom);
      dictionary = List.copyOf(dictionary);
    }

    /** All recognisers, all regions, 60 s. */
    public static Redaction defaults() {
      return new Redaction(
          List.of("all"), List.of(), List.of("all"), Duration.ofSeconds(60), List.of(), List.of());
    }
  }

  /** A custom recogniser; {@code near} empty = no word nearby is needed. */
  public record Custom(String id, Pattern pattern, List<String> near) {
    public Custom {
      near = List.copyOf(near);
    }
  }

  /** The local buffer. */
  public record Buffer(
      int maxMegabytes, int keepSentDays, int keepUnsentDays, boolean fileKeyStore) {}

  /**
   * Where and how records leave; null caps are none. {@code receiptKey} is base64 of a raw Ed25519
   * public key.
   */
  public record Upload(
      URI endpoint,
      Duration hold,
      @Nullable Integer maxKilobytesPerSecond,
      @Nullable Integer maxMegabytesPerDay,
      boolean waitOnMetered,
      boolean waitOnBattery,
      Auth auth,
      boolean systemProxy,
      @Nullable String trustedCertificates,
      @Nullable String sealTo,
      @Nullable String receiptKey) {
    /** Whether the endpoint is this machine. */
    public boolean loopback() {
      String host = endpoint.getHost();
      return host != null
          && (host.equals("localhost")
              || host.equals("[::1]")
              || host.matches("127(\\.[0-9]{1,3}){3}"));
    }
  }

  /** How the agent proves itself to the endpoint. */
  public sealed interface Auth {
    /** Not at all; loopback only. */
    record None() implements Auth {}

    /** A bearer token; {@code key} is its name in the key store. */
    record Bearer(String key) implements Auth {}

    /** A client certificate; {@code key} is the name of its private key in the key store. */
    record MutualTls(String certificate, String key) implements Auth {}
  }

  /** What staff may do; {@code maxPause} null = as long as they like. */
  public record Staff(@Nullable Duration maxPause) {}
}
