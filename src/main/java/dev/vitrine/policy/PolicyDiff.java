package dev.vitrine.policy;

import dev.vitrine.policy.PolicyExplainer.App;
import dev.vitrine.policy.PolicyExplainer.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two revisions in what they capture, keep and send, in the sentences of
 * {@link PolicyExplainer}, so that nothing that staff are told can change unseen.
 *
 * @param from the older revision
 * @param to the newer one
 * @param parts what differs; empty where they mean the same
 * @param asked why staff are asked to read the notice again; empty = they are not
 */
public record PolicyDiff(String from, String to, List<Part> parts, List<String> asked) {
  /** The part that is not one application's. */
  public static final String OVERALL = "";

  public PolicyDiff {
    parts = List.copyOf(parts);
    asked = List.copyOf(asked);
  }

  /** What kind of difference. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * One application, or {@link #OVERALL}: sentences that hold no more, and new ones; those that
   * stayed are left out.
   */
  public record Part(String name, Kind kind, List<String> before, List<String> after) {
    public Part {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Compares two policies. */
  public static PolicyDiff between(Policy old, Policy now) {
    Explanation before = PolicyExplainer.explain(old);
    Explanation after = PolicyExplainer.explain(now);
    List<Part> parts = new ArrayList<>();
    List<String> overallBefore = overall(old, before);
    List<String> overallAfter = overall(now, after);
    overallAfter.addAll(words(old.redaction().dictionary(), now.redaction().dictionary()));
    add(parts, OVERALL, Kind.CHANGED, overallBefore, overallAfter);
    Map<String, App> oldApps = byName(before);
    Map<String, App> newApps = byName(after);
    TreeSet<String> names = new TreeSet<>(oldApps.keySet());
    names.addAll(newApps.keySet());
    for (String name : names) {
      App had = oldApps.get(name);
      App has = newApps.get(name);
      Kind kind = had == null ? Kind.ADDED : has == null ? Kind.REMOVED : Kind.CHANGED;
      add(
          parts,
          name,
          kind,
          had == null ? List.of() : sentences(had),
          has == null ? List.of() : sentences(has));
    }
    return new PolicyDiff(
        old.revision(), now.revision(), parts, PolicyChange.between(old, now).reasons());
  }

  /** The first sentence names the revision, which differs always. */
  private static List<String> overall(Policy policy, Explanation explanation) {
    List<String> all = new ArrayList<>(explanation.overall());
    all.set(0, policy.organization() + ".");
    explanation.risks().forEach(risk -> all.add("Risk: " + risk));
    all.add("The notice says: " + policy.notice().text());
    policy.redaction().custom().stream()
        .map(custom -> "Removed: what matches " + custom.id() + ", " + custom.pattern() + ".")
        .forEach(all::add);
    return all;
  }

  /** The words themselves may tell what they are to hide. */
  private static List<String> words(List<String> old, List<String> now) {
    long added = now.stream().filter(word -> !old.contains(word)).count();
    long gone = old.stream().filter(word -> !now.contains(word)).count();
    return added + gone == 0
        ? List.of()
        : List.of("Dictionary: words added: " + added + ", taken out: " + gone + ".");
  }

  private static Map<String, App> byName(Explanation explanation) {
    return explanation.apps().stream().collect(Collectors.toMap(App::name, Function.identity()));
  }

  private static List<String> sentences(App app) {
    List<String> all = new ArrayList<>();
    app.programs().forEach(program -> all.add("Program: " + program));
    all.addAll(app.sentences());
    app.risks().forEach(risk -> all.add("Risk: " + risk));
    return all;
  }

  private static void add(
      List<Part> parts, String name, Kind kind, List<String> before, List<String> after) {
    List<String> gone = before.stream().filter(sentence -> !after.contains(sentence)).toList();
    List<String> fresh = after.stream().filter(sentence -> !before.contains(sentence)).toList();
    if (kind != Kind.CHANGED || !gone.isEmpty() || !fresh.isEmpty()) {
      parts.add(new Part(name, kind, gone, fresh));
    }
  }

  /** As text, line by line: {@code -} holds no more, {@code +} is new. */
  public String text() {
    StringBuilder text = new StringBuilder("From " + from + " to " + to + "\n");
    if (parts.isEmpty()) {
      text.append("Nothing differs in what is captured, kept and sent.\n");
    }
    for (Part part : parts) {
      text.append('\n')
          .append(part.name().equals(OVERALL) ? "In general" : part.name())
          .append(
              switch (part.kind()) {
                case ADDED -> " (new)";
                case REMOVED -> " (gone)";
                case CHANGED -> "";
              })
          .append('\n');
      part.before().forEach(sentence -> text.append("  - ").append(sentence).append('\n'));
      part.after().forEach(sentence -> text.append("  + ").append(sentence).append('\n'));
    }
    if (asked.isEmpty()) {
      text.append("\nStaff are not asked again.\n");
    } else {
      text.append("\nStaff are asked again before capture goes on:\n");
      asked.forEach(reason -> text.append("  ! ").append(reason).append('\n'));
    }
    return text.toString();
  }
}
