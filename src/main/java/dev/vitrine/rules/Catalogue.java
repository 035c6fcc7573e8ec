package dev.vitrine.rules;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The recognisers that there are. Immutable. */
public final class Catalogue {
  /** Entity of a policy's own words. */
  public static final String DICTIONARY = "DICTIONARY";

  /** What the entity of a policy's own pattern begins with; its id follows. */
  public static final String CUSTOM = "CUSTOM:";

  private static final Catalogue BUILT_IN =
      new Catalogue(
          RuleReader.read(
              "numbers.json",
              "europe.json",
              "world.json",
              "personal.json",
              "secrets.json",
              "tokens.json"));

  private final List<Rule> rules;

  private Catalogue(List<Rule> rules) {
    this.rules = rules;
  }

  /** The catalogue that comes with the program. */
  public static Catalogue builtIn() {
    return BUILT_IN;
  }

  /** All rules. */
  public List<Rule> rules() {
    return rules;
  }

  /** Whether this is a rule's id, an entity, or {@code "all"}. */
  public boolean knows(String name) {
    return name.equals("all") || rules.stream().anyMatch(rule -> named(rule, name));
  }

  /** Every id and entity, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Rule rule : rules) {
      names.add(rule.id());
      names.add(rule.entity());
    }
    return names;
  }

  /** The entities of the catalogue. */
  public Set<String> entities() {
    return rules.stream().map(Rule::entity).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the name means a rule that no policy may leave out: cards, tokens, keys, passwords. */
  public boolean mandatory(String name) {
    return name.equals("all")
        || rules.stream().anyMatch(rule -> rule.mandatory() && named(rule, name));
  }

  /**
   * Compiles a selection. Throws {@link IllegalArgumentException} that names the first unknown
   * recogniser.
   */
  public CompiledRules compile(Selection selection) {
    for (List<String> names : List.of(selection.recognizers(), selection.except())) {
      for (String name : names) {
        if (!knows(name)) {
          throw new IllegalArgumentException("unknown recognizer \"" + name + "\"");
        }
      }
    }
    List<Rule> chosen =
        rules.stream()
            .filter(
                rule ->
                    rule.mandatory()
                        || (anyChooses(selection.recognizers(), rule)
                            && !anyChooses(selection.except(), rule)))
            .toList();
    return new CompiledRules(chosen, selection, entities());
  }

  private static boolean anyChooses(List<String> names, Rule rule) {
    return names.stream().anyMatch(name -> name.equals("all") || named(rule, name));
  }

  private static boolean named(Rule rule, String name) {
    return rule.id().equals(name) || rule.entity().equals(name);
  }
}
