package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The words of indicator, menu and notifications, from {@code TrayTexts.properties}. */
public final class TrayTexts {
  private static final ResourceBundle WORDS =
      ResourceBundle.getBundle(TrayTexts.class.getName(), Locale.ROOT);

  private TrayTexts() {}

  /** A state in two or three words. */
  public static String words(AgentStatus.State state) {
    return get("state." + state.word());
  }

  /** What a state means, in a sentence. */
  public static String meaning(AgentStatus.State state) {
    return get("meaning." + state.word());
  }

  /**
   * The words of that name, with its places filled.
   *
   * @throws MissingResourceException where there are none
   */
  static String get(String name, Object... values) {
    String words = WORDS.getString(name);
    return values.length == 0 ? words : new MessageFormat(words, Locale.ROOT).format(values);
  }
}
