package dev.vitrine.rules;

import java.util.List;

/**
 * One recogniser as the catalogue describes it.
 *
 * @param id stable, lower case with dashes
 * @param entity the name in the marker
 * @param kind which detector runs it
 * @param certainty 0..100; decides between matches of equal length
 * @param mandatory whether no policy may leave it out
 * @param open whether a match has no natural end, so that text that merely follows would be drawn
 *     in
 * @param keywords what must be there for the rule to be looked at; empty = the kind's own trigger
 * @param shapes what the value looks like, in the notation of {@link Shape}
 * @param before what stands directly before the keyword and belongs to the match; empty = nothing
 * @param context words of which one must be near, where the kind asks for it
 * @param countries whose format it is; empty = international
 * @param data further lines for the kind: ranges, structures
 * @param examples texts in which the rule must match
 * @param counters texts in which it must not
 */
public record Rule(
    String id,
    String entity,
    Kind kind,
    int certainty,
    boolean mandatory,
    boolean open,
    List<String> keywords,
    List<String> shapes,
    String before,
    List<String> context,
    List<String> countries,
    List<String> data,
    List<String> examples,
    List<String> counters) {
  public Rule {
    keywords = List.copyOf(keywords);
    shapes = List.copyOf(shapes);
    context = List.copyOf(context);
    countries = List.copyOf(countries);
    data = List.copyOf(data);
    examples = List.copyOf(examples);
    counters = List.copyOf(counters);
  }

  /** The detectors. */
  public enum Kind {
    /** A shape with a fixed beginning. */
    TOKEN,
    /** A shape after a label. */
    LABELLED,
    /** Whatever follows a label, to the end of the field or line. */
    PASSWORD,
    /** A short code after a label. */
    CODE,
    /** JSON Web Tokens. */
    JWT,
    /** Armoured private keys. */
    PEM,
    /** User and password before a host. */
    URL_CREDENTIALS,
    /** E-mail addresses. */
    EMAIL,
    /** IPv4 and IPv6 addresses. */
    IP,
    /** Hardware addresses. */
    MAC,
    /** Payment cards. */
    CARD,
    /** Bank accounts with a country code. */
    IBAN,
    /** Telephone numbers. */
    PHONE,
    /** US social security numbers. */
    US_SSN
  }
}
