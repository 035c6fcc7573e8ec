package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
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

  /**
   * The rules for a program, in their order. On Linux a program is the real path of its executable;
   * several rules for one program differ in their sites.
   */
  public List<AppRule> rulesFor(String executable) {
    return capture.apps().stream()
        .filter(rule -> rule.match().linuxExe().contains(executable))
        .toList();
  }

  /**
   * The rule that decides: the first for that program that admits the site (null = unknown), or
   * empty = denied.
   */
  public Optional<AppRule> ruleFor(String executable, @Nullable String site) {
    return rulesFor(executable).stream().filter(rule -> rule.admitsSite(site)).findFirst();
  }

  /** What staff are told. */
  public record Notice(String text, String contact, List<String> recipients, int retentionDays) {
    public Notice {
      recipients = List.copyOf(recipients);
    }

    /**
     * SHA-256 of the text, in hexadecimal: the same text always has the same one, whatever else
     * changes.
     */
    public String hash() {
      return PolicyWatcher.sha256(text.getBytes(StandardCharsets.UTF_8));
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

    /** Whether nothing may be captured while a window has that title. */
    public boolean neverTitle(String title) {
      return neverTitles.stream().anyMatch(pattern -> pattern.matcher(title).find());
    }

    /** Whether capture may run at that local time. */
    public boolean within(LocalDateTime local) {
      return hours == null || hours.contains(local);
    }
  }

  /**
   * When capture may run, in local time; {@code to} is exclusive, and midnight there is the end of
   * the day. Where {@code to} comes before {@code from}, the hours go past midnight and belong to
   * the day on which they begin.
   */
  public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Hours {
      days = Set.copyOf(days);
    }

    /** Whether that local time lies within. */
    public boolean contains(LocalDateTime local) {
      LocalTime time = local.toLocalTime();
      DayOfWeek day = local.getDayOfWeek();
      boolean begun = days.contains(day) && !time.isBefore(from);
      if (from.isBefore(to)) {
        return begun && time.isBefore(to);
      }
      return begun || (days.contains(day.minus(1)) && time.isBefore(to));
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
      int maxMegabytes, int keepSentDays, int keepUnsentDays, boolean fileKeyStore) {
    /** What a policy means that says nothing of it, in either kind of key store. */
    public static Buffer defaults(boolean fileKeyStore) {
      return new Buffer(512, 14, 30, fileKeyStore);
    }
  }

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
      return isLoopback(endpoint);
    }

    /** A name such as {@code 127.example.com} is not this machine. */
    static boolean isLoopback(URI endpoint) {
      String host = endpoint.getHost();
      return host != null
          && (host.equals("localhost")
              || host.equals("[::1]")
              || Pattern.matches("127(\\.[0-9]{1,3}){3}", host));
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

  /** The same policy, with the files that it names by a relative path in that folder. */
  Policy withFilesIn(Path folder) {
    Auth auth =
        upload.auth() instanceof Auth.MutualTls tls
            ? new Auth.MutualTls(in(folder, tls.certificate()), tls.key())
            : upload.auth();
    String authorities = upload.trustedCertificates();
    return new Policy(
        organization,
        revision,
        notice,
        capture,
        redaction,
        buffer,
        new Upload(
            upload.endpoint(),
            upload.hold(),
            upload.maxKilobytesPerSecond(),
            upload.maxMegabytesPerDay(),
            upload.waitOnMetered(),
            upload.waitOnBattery(),
            auth,
            upload.systemProxy(),
            authorities == null ? null : in(folder, authorities),
            upload.sealTo(),
            upload.receiptKey()),
        staff);
  }

  private static String in(Path folder, String name) {
    try {
      return folder.resolve(name).toString();
    } catch (InvalidPathException e) {
      // Whoever reads the file says that it cannot be read.
      return name;
    }
  }

  /** What staff may do; {@code maxPause} null = as long as they like. */
  public record Staff(@Nullable Duration maxPause) {}
}
