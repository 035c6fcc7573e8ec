package dev.vitrine.event;

/**
 * The page that a browser window shows: host, with {@code :port} where it is not the default;
 * private windows are marked.
 */
public record Site(String host, boolean isPrivate) {
  @Override
  public String toString() {
    return "Site";
  }
}
