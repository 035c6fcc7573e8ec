package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Site patterns: a host, {@code *.host} for every subdomain of it (never the host itself), either
 * with {@code :port}. A pattern without a port admits any port. Hosts compare as ASCII in lower
 * case, without a dot at the end.
 */
final class Sites {
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int MAX_HOST = 253;

  private Sites() {}

  /** What is wrong with a pattern, or null. */
  static @Nullable String problem(String pattern) {
    if (pattern.contains("/") || pattern.contains("@")) {
      return "write the host only, without scheme and path";
    }
    int colon = pattern.lastIndexOf(':');
    if (colon >= 0) {
      String port = pattern.substring(colon + 1);
      boolean number = port.length() <= 5 && Pattern.matches("[1-9][0-9]*", port);
      if (!number || Integer.parseInt(port) > 65_535) {
        return "a port is 1 to 65535";
      }
      // Browsers leave out the default port, so such a pattern would never match.
      if (port.equals("80") || port.equals("443")) {
        return "leave out the default port " + port;
      }
    }
    String host = host(pattern);
    boolean wildcard = host.startsWith("*.");
    String fixed = wildcard ? host.substring(2) : host;
    if (fixed.isEmpty() || fixed.length() > MAX_HOST || !HOST.matches(fixed)) {
      return "a host has letters, digits, hyphens and dots (other scripts in their xn-- form);"
          + " * stands only as the first label";
    }
    if (wildcard && fixed.indexOf('.') < 0) {
      return "* needs at least two labels after it, as in *.example.com";
    }
    return null;
  }

  /** A pattern as it is compared. */
  static String normal(String pattern) {
    return pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether the site (host, {@code :port} where it is not the default) fits. */
  static boolean matches(String pattern, String site) {
    String port = port(pattern);
    if (port != null && !port.equals(port(site))) {
      return false;
    }
    return covers(host(normal(pattern)), trimDot(host(normal(site))));
  }

  /** Whether every site that fits {@code inner} fits {@code outer}. */
  static boolean contains(String outer, String inner) {
    String port = port(outer);
    return (port == null || port.equals(port(inner))) && covers(host(outer), host(inner));
  }

  /** Whether a site may fit both. */
  static boolean overlap(String a, String b) {
    String portA = port(a);
    String portB = port(b);
    return (portA == null || portB == null || portA.equals(portB))
        && (covers(host(a), host(b)) || covers(host(b), host(a)));
  }

  /** {@code inner} may be a host or a wildcard. */
  private static boolean covers(String outer, String inner) {
    if (!outer.startsWith("*.")) {
      return outer.equals(inner);
    }
    String suffix = outer.substring(1);
    String fixed = inner.startsWith("*.") ? inner.substring(1) : inner;
    return inner.equals(outer) || (fixed.length() > suffix.length() && fixed.endsWith(suffix));
  }

  private static String host(String value) {
    int colon = value.lastIndexOf(':');
    return colon < 0 ? value : value.substring(0, colon);
  }

  private static @Nullable String port(String value) {
    int colon = value.lastIndexOf(':');
    return colon < 0 ? null : value.substring(colon + 1);
  }

  private static String trimDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
