package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code upload}: where records go, and how. */
final class UploadReader {
  private static final int MAX_URL = 2000;
  private static final int MAX_PATH = 4000;
  private static final int MAX_RATE = 1_000_000;
  private static final int DEFAULT_HOLD_MINUTES = 24 * 60;
  private static final int MAX_HOLD_MINUTES = 30 * 24 * 60;

  /** Shortest hold: time enough to look and to delete. On this machine nobody else gets it. */
  private static final int MIN_HOLD_MINUTES = 15;

  /** X25519 and Ed25519 public keys. */
  private static final int KEY_BYTES = 32;

  private static final Pattern SECRET_NAME = Pattern.compile("keystore:[A-Za-z0-9._-]{1,64}");

  private static final List<String> KEYS =
      List.of(
          "endpoint",
          "holdMinutes",
          "maxKilobytesPerSecond",
          "maxMegabytesPerDay",
          "onMetered",
          "onBattery",
          "auth",
          "proxy",
          "trustedCertificates",
          "sealTo",
          "receiptKey");

  private final Problems problems;

  UploadReader(Problems problems) {
    this.problems = problems;
  }

  /** Null where there is no usable endpoint (reported). */
  Policy.@Nullable Upload read(Section top) {
    Section section = top.requiredSection("upload", KEYS);
    if (section == null) {
      return null;
    }
    URI endpoint = endpoint(section);
    boolean loopback = endpoint != null && Policy.Upload.isLoopback(endpoint);
    // Without an endpoint the wider bounds apply: its own error is there already.
    boolean strict = endpoint != null && !loopback;
    Integer speed = section.wholeOrNull("maxKilobytesPerSecond", 1, MAX_RATE);
    Integer volume = section.wholeOrNull("maxMegabytesPerDay", 1, MAX_RATE);
    boolean metered = waits(section, "onMetered");
    boolean battery = waits(section, "onBattery");
    int hold =
        section.whole(
            "holdMinutes", strict ? MIN_HOLD_MINUTES : 0, MAX_HOLD_MINUTES, DEFAULT_HOLD_MINUTES);
    Policy.Auth auth = auth(section, strict);
    boolean proxy = section.choice("proxy", words("system", "none"), true);
    String certificates = section.textOrNull("trustedCertificates", MAX_PATH);
    String sealTo = publicKey(section, "sealTo", "an X25519 public key");
    String receiptKey = publicKey(section, "receiptKey", "an Ed25519 public key");
    if (strict && receiptKey == null && !(section.value("receiptKey") instanceof Json.Text)) {
      problems.error(
          section.at("receiptKey"),
          "missing key \"receiptKey\": without it nobody can check the receipt of an erasure");
    }
    return endpoint == null
        ? null
        : new Policy.Upload(
            endpoint,
            Duration.ofMinutes(hold),
            speed,
            volume,
            metered,
            battery,
            auth,
            proxy,
            certificates,
            sealTo,
            receiptKey);
  }

  private boolean waits(Section section, String key) {
    boolean waits = section.choice(key, words("wait", "send"), false);
    if (waits) {
      problems.warn(
          section.at(key),
          "\"wait\" has no effect: this version recognises neither metered networks nor batteries");
    }
    return waits;
  }

  private static Map<String, Boolean> words(String yes, String no) {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put(yes, true);
    words.put(no, false);
    return words;
  }

  private static @Nullable URI endpoint(Section section) {
    String text = section.text("endpoint", MAX_URL);
    if (text.isEmpty()) {
      return null;
    }
    URI uri;
    try {
      uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (URISyntaxException e) {
      section.error("endpoint", "is not a URL, such as \"https://ingest.example.com/vitrine\"");
      return null;
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
      section.error(
          "endpoint", "must be an https URL, such as \"https://ingest.example.com/vitrine\"");
      return null;
    }
    if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      section.error("endpoint", "must not have a user, a query or a fragment");
      return null;
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      section.error("endpoint", "has a port that is not 1 to 65535");
      return null;
    }
    if (scheme.equals("http") && !Policy.Upload.isLoopback(uri)) {
      section.error("endpoint", "must be https; http is for this machine (loopback) only");
      return null;
    }
    return uri;
  }

  private Policy.Auth auth(Section section, boolean strict) {
    Section auth = section.section("auth", List.of("kind", "token", "certificate", "key"));
    if (auth == null) {
      if (strict && !section.has("auth")) {
        problems.error(
            section.where(),
            "missing key \"auth\": an endpoint elsewhere needs \"bearer\" or \"mtls\"");
      }
      return new Policy.Auth.None();
    }
    auth.require("kind");
    Kind kind = auth.choice("kind", Kind.class, Kind.NONE);
    refuseOthers(auth, kind);
    return switch (kind) {
      case NONE -> {
        if (strict && auth.value("kind") instanceof Json.Text text && text.value().equals("none")) {
          auth.error(
              "kind",
              "may be \"none\" for this machine (loopback) only; use \"bearer\" or \"mtls\"");
        }
        yield new Policy.Auth.None();
      }
      case BEARER -> new Policy.Auth.Bearer(secret(auth, "token"));
      case MTLS ->
          new Policy.Auth.MutualTls(auth.text("certificate", MAX_PATH), secret(auth, "key"));
    };
  }

  private static void refuseOthers(Section auth, Kind kind) {
    for (String key : List.of("token", "certificate", "key")) {
      boolean belongs =
          switch (kind) {
            case NONE -> false;
            case BEARER -> key.equals("token");
            case MTLS -> !key.equals("token");
          };
      if (auth.has(key) && !belongs && auth.has("kind")) {
        auth.error(key, "does not belong to that kind of \"auth\"");
      }
    }
  }

  /** A policy is readable by everybody: it names secrets and never holds one. */
  private static String secret(Section auth, String key) {
    String value = auth.text(key, MAX_PATH);
    if (!value.isEmpty() && !SECRET_NAME.matches(value)) {
      auth.error(
          key,
          "must be \"keystore:NAME\" (letters, digits, . _ -); put the secret there with"
              + " `vitrine keys import NAME`");
    }
    return value.substring(value.indexOf(':') + 1);
  }

  private static @Nullable String publicKey(Section section, String key, String what) {
    String value = section.textOrNull(key, MAX_PATH);
    if (value == null) {
      return null;
    }
    boolean good;
    try {
      byte[] decoded = Base64.getDecoder().decode(value);
      // The decoder lets other spellings of the same bytes pass.
      good =
          decoded.length == KEY_BYTES && Base64.getEncoder().encodeToString(decoded).equals(value);
    } catch (IllegalArgumentException e) {
      good = false;
    }
    if (!good) {
      section.error(key, "must be the base64 of " + what + " (32 bytes)");
    }
    return value;
  }

  private enum Kind {
    NONE,
    BEARER,
    MTLS
  }
}
