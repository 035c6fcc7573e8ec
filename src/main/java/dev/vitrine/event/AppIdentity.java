package dev.vitrine.event;

/** Who owns a window, as far as the operating system vouches for it. */
public sealed interface AppIdentity {
  /** The real path of the executable, symbolic links resolved, found safe to trust. */
  record Executable(String path) implements AppIdentity {}

  /** Not known, or not to be trusted; always denied. {@code why} is free of content. */
  record Unidentified(String why) implements AppIdentity {}
}
