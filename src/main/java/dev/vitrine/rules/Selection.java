package dev.vitrine.rules;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * Which rules to compile. {@code recognizers} and {@code except} name rule ids, entities or {@code
 * "all"}; rules that are mandatory are compiled whatever the two say. {@code regions} are ISO 3166
 * codes of the countries whose unlabelled local formats count, or {@code "all"}.
 */
public record Selection(
    List<String> recognizers,
    List<String> except,
    List<String> regions,
    List<Custom> custom,
    List<String> dictionary) {
  public Selection {
    recognizers = List.copyOf(recognizers);
    except = List.copyOf(except);
    regions = List.copyOf(regions);
    custom = List.copyOf(custom);
    dictionary = List.copyOf(dictionary);
  }

  /** Every rule, every region, nothing of a policy's own. */
  public static Selection everything() {
    return new Selection(List.of("all"), List.of(), List.of("all"), List.of(), List.of());
  }

  /** A policy's own pattern; {@code near} empty = no word nearby is needed. */
  public record Custom(String id, Pattern pattern, List<String> near) {
    public Custom {
      near = List.copyOf(near);
    }
  }

  @Override
  public String toString() {
    return "Selection[" + custom.size() + " custom, " + dictionary.size() + " words]";
  }
}
