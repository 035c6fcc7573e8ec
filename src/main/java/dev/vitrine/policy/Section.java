package dev.vitrine.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of the policy, read key by key. Whatever is wrong goes to {@link Problems}, and the
 * reader gets a harmless value in its place, so that one pass finds everything.
 */
final class Section {
  private final Json.Obj object;
  private final Problems problems;

  /** Reports every key that is not allowed here. */
  Section(Json.Obj object, Problems problems, List<String> allowed) {
    this.object = object;
    this.problems = problems;
    for (Map.Entry<String, Json.Member> entry : object.members().entrySet()) {
      if (!allowed.contains(entry.getKey())) {
        String guess = Words.didYouMean(entry.getKey(), allowed);
        problems.error(
            entry.getValue().line(),
            entry.getValue().column(),
            "unknown key "
                + Words.quote(entry.getKey())
                + (guess.isEmpty() ? "." : guess)
                + " Allowed: "
                + Words.list(allowed));
      }
    }
  }

  Json where() {
    return object;
  }

  boolean has(String key) {
    return object.members().containsKey(key);
  }

  /** The value's place, or the object's where the key is absent. */
  Json at(String key) {
    Json value = value(key);
    return value == null ? object : value;
  }

  void error(String key, String message) {
    problems.error(at(key), Words.quote(key) + " " + message);
  }

  @Nullable Json value(String key) {
    Json.Member member = object.members().get(key);
    return member == null ? null : member.value();
  }

  /** Reports a key that has to be there. */
  boolean require(String key) {
    if (!has(key)) {
      problems.error(object, "missing key " + Words.quote(key));
      return false;
    }
    return true;
  }

  /** Text that must be there, 1 to {@code most} code units, not only white space. */
  String text(String key, int most) {
    if (!require(key)) {
      return "";
    }
    String value = optionalText(key, most);
    return value == null ? "" : value;
  }

  /** The same, null where it is absent. */
  @Nullable String optionalText(String key, int most) {
    Json value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Json.Text text)) {
      error(key, "must be text, not " + value.type());
      return null;
    }
    return checkedText(key, text, most) ? text.value() : null;
  }

  /** The same, and null may be written, too. */
  @Nullable String textOrNull(String key, int most) {
    return value(key) instanceof Json.Null ? null : optionalText(key, most);
  }

  /** A whole number in {@code [least, most]}, {@code absent} where there is none. */
  int whole(String key, int least, int most, int absent) {
    Json value = value(key);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Json.Num number) || !number.whole()) {
      error(key, "must be a whole number, not " + value.type());
      return absent;
    }
    // Twelve characters are more than any int has; longer ones only have to be out of range.
    long given = number.literal().length() > 12 ? Long.MAX_VALUE : Long.parseLong(number.literal());
    if (given < least || given > most) {
      error(key, "must be " + least + " to " + most + ", not " + number.literal());
      return absent;
    }
    return (int) given;
  }

  /** The same, but absent or null = null. */
  @Nullable Integer wholeOrNull(String key, int least, int most) {
    return !has(key) || value(key) instanceof Json.Null ? null : whole(key, least, most, least);
  }

  /** One of the enum's constants, written in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return choice(key, words, absent);
  }

  /** What stands for one of the words. */
  <T> T choice(String key, Map<String, T> words, T absent) {
    Json value = value(key);
    if (value == null) {
      return absent;
    }
    T chosen = value instanceof Json.Text text ? words.get(text.value()) : null;
    if (chosen != null) {
      return chosen;
    }
    String given = value instanceof Json.Text text ? text.value() : "";
    error(
        key,
        "must be "
            + (words.size() == 1 ? "" : "one of ")
            + Words.list(words.keySet())
            + ", not "
            + (value instanceof Json.Text ? Words.quote(given) : value.type())
            + Words.didYouMean(given, words.keySet()));
    return absent;
  }

  /** A list of different texts, each with its place; empty where it is absent. */
  List<Json.Text> texts(String key, int leastItems, int mostLength) {
    List<Json.Text> texts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Json item : items(key, leastItems)) {
      if (!(item instanceof Json.Text text)) {
        problems.error(
            item, "an entry of " + Words.quote(key) + " must be text, not " + item.type());
      } else if (checkedText("an entry of " + Words.quote(key), item, text, mostLength)) {
        if (!seen.add(text.value())) {
          problems.error(item, "an entry of " + Words.quote(key) + " is there twice");
        }
        texts.add(text);
      }
    }
    return texts;
  }

  /** The items of a list, at least so many; empty where it is absent. */
  List<Json> items(String key, int least) {
    Json value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.Arr list)) {
      error(key, "must be a list, not " + value.type());
      return List.of();
    }
    if (list.items().size() < least) {
      error(key, "must not be empty");
    }
    return list.items();
  }

  /** The objects of a list; what is not one is reported. */
  List<Section> sections(String key, List<String> allowed) {
    List<Section> sections = new ArrayList<>();
    for (Json item : items(key, 0)) {
      if (item instanceof Json.Obj child) {
        sections.add(new Section(child, problems, allowed));
      } else {
        problems.error(
            item, "an entry of " + Words.quote(key) + " must be an object, not " + item.type());
      }
    }
    return sections;
  }

  /** An object within this one; null where it is absent or is not one. */
  @Nullable Section section(String key, List<String> allowed) {
    Json value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Json.Obj child)) {
      error(key, "must be an object, not " + value.type());
      return null;
    }
    return new Section(child, problems, allowed);
  }

  /** The same; a missing one is reported. */
  @Nullable Section requiredSection(String key, List<String> allowed) {
    return require(key) ? section(key, allowed) : null;
  }

  private boolean checkedText(String key, Json.Text text, int most) {
    return checkedText(Words.quote(key), text, text, most);
  }

  private boolean checkedText(String what, Json where, Json.Text text, int most) {
    if (text.value().isBlank()) {
      problems.error(where, what + " must not be empty");
      return false;
    }
    if (text.value().length() > most) {
      problems.error(where, what + " must have at most " + most + " characters");
      return false;
    }
    return true;
  }
}
