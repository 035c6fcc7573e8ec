package dev.vitrine.agent;

/** The program's version. */
public final class Version {
  /** As the jar's manifest says it; {@code "development"} outside a jar. */
  public static final String NUMBER = number();

  private Version() {}

  private static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
