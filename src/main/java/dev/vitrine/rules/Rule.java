package dev.vitrine.rules;

import java.util.List;
import java.util.Map;

/**
 * One recogniser as the catalogue describes it.
 *
 * @param id stable, lower case with dashes
 * @param entity the name in the marker
 * @param title what it is, in words; may be empty
 * @param source where the format is defined; may be empty
 * @param kind which detector runs it
 * @param certainty 0..100; decides between matches of equal length
 * @param mandatory whether no policy may leave it out
 * @param open whether a match has no natural end, so that text that merely follows would be drawn
 *     in
 * @param keywords what must be there for the rule to be looked at; empty = the kind's own trigger
 * @param shapes what the value looks like, in the notation of {@link Shape}; of a {@link
 *     Kind#NUMBER} in upper case, and a set of signs that stands at several places means the same
 *     sign at all of them
 * @param before what stands directly before the keyword and belongs to the match; empty = nothing
 * @param needs how much it takes to believe a {@link Kind#NUMBER}
 * @param checksum the name of the check among {@link Checksums}; empty = there is none
 * @param words by language (ISO 639; {@code *} = any), words of which one must be near, where the
 *     kind asks for it
 * @param countries whose format it is; empty = international
 * @param data further lines for the kind: ranges, structures
 * @param examples texts in which the rule must match
 * @param counters texts in which it must not
 */
public record Rule(
    String id,
    String entity,
    String title,
    String source,
    Kind kind,
    int certainty,
    boolean mandatory,
    boolean open,
    List<String> keywords,
    List<String> shapes,
    String before,
    Needs needs,
    String checksum,
    Map<String, List<String>> words,
    List<String> countries,
    List<String> data,
    List<String> examples,
    List<String> counters) {
  public Rule {
    keywords = List.copyOf(keywords);
    shapes = List.copyOf(shapes);
    words = Map.copyOf(words);
    countries = List.copyOf(countries);
    data = List.copyOf(data);
    examples = List.copyOf(examples);
    counters = List.copyOf(counters);
  }

  /** The words that may have to be near, of all languages. */
  public List<String> context() {
    return words.values().stream().flatMap(List::stream).distinct().sorted().toList();
  }

  /** How much it takes to believe a number. */
  public enum Needs {
    /** Its shape and checksum suffice. */
    NOTHING,
    /**
     * Its printed grouping, or that it is alone in its line or field, or a word nearby, or that the
     * policy names its country.
     */
    GROUPING,
    /** That it is alone in its line or field, or a word nearby, or the policy's country. */
    ALONE,
    /** A word nearby, or that it is alone and the policy names its country. */
    OWN,
    /** A word nearby. */
    WORD,
    /** A word directly before it. */
    LABEL
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
    /** What a machine made, after a label. */
    RANDOM,
    /** Credentials in a header. */
    AUTHORIZATION,
    /** Cookies in a header. */
    COOKIE,
    /** An argument of a command. */
    COMMAND,
    /** The secret of a connection string. */
    CONNECTION_STRING,
    /** The values of a Kubernetes Secret. */
    KUBERNETES,
    /** Long strings made by chance. */
    ENTROPY,
    /** JSON Web Tokens. */
    JWT,
    /** Armoured private keys. */
    PEM,
    /** Private keys of PuTTY. */
    PUTTY,
    /** The last field of a line of five. */
    PGPASS,
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
    US_SSN,
    /** A shape that holds a digit, and a checksum. */
    NUMBER,
    /** An unbroken word of letters and digits in which case matters, and a checksum. */
    WORD,
    /** A shape that need hold no digit, directly after one of the words. */
    FIELD,
    /** A calendar date near one of the words. */
    DATE,
    /** A latitude and a longitude. */
    COORDINATES,
    /** The name of a person's directory. */
    HOME_PATH
  }
}
