package dev.vitrine.platform.linux;

import dev.vitrine.event.FocusedElement.Protection;
import java.util.Map;

/**
 * A role of the accessibility bus, by its number there, in ARIA terms. A role that is not listed
 * here, and one of a mere container, says nothing of what is typed: its protection is unknown.
 *
 * @see <a
 *     href="https://gitlab.gnome.org/GNOME/at-spi2-core/-/blob/main/atspi/atspi-constants.h">AtspiRole</a>
 */
final class AtSpiRole {
  static final int PASSWORD_TEXT = 40;

  /** The role of what nobody can name. */
  static final String UNKNOWN = "generic";

  private static final Map<Integer, String> ARIA =
      Map.<Integer, String>ofEntries(
          Map.entry(2, "alert"),
          Map.entry(7, "checkbox"),
          Map.entry(8, "menuitemcheckbox"),
          Map.entry(10, "columnheader"),
          Map.entry(11, "combobox"),
          Map.entry(12, "textbox"),
          Map.entry(15, "slider"),
          Map.entry(26, "img"),
          Map.entry(27, "img"),
          Map.entry(29, "label"),
          Map.entry(31, "list"),
          Map.entry(32, "listitem"),
          Map.entry(33, "menu"),
          Map.entry(34, "menubar"),
          Map.entry(35, "menuitem"),
          Map.entry(37, "tab"),
          Map.entry(38, "tablist"),
          Map.entry(PASSWORD_TEXT, "textbox"),
          Map.entry(41, "menu"),
          Map.entry(42, "progressbar"),
          Map.entry(43, "button"),
          Map.entry(44, "radio"),
          Map.entry(45, "menuitemradio"),
          Map.entry(47, "rowheader"),
          Map.entry(48, "scrollbar"),
          Map.entry(51, "slider"),
          Map.entry(52, "spinbutton"),
          Map.entry(55, "table"),
          Map.entry(56, "cell"),
          Map.entry(57, "columnheader"),
          Map.entry(58, "rowheader"),
          Map.entry(60, "terminal"),
          Map.entry(61, "textbox"),
          Map.entry(62, "button"),
          Map.entry(63, "toolbar"),
          Map.entry(65, "tree"),
          Map.entry(66, "treegrid"),
          Map.entry(73, "paragraph"),
          Map.entry(76, "combobox"),
          Map.entry(77, "textbox"),
          Map.entry(79, "textbox"),
          Map.entry(82, "document"),
          Map.entry(83, "heading"),
          Map.entry(88, "link"),
          Map.entry(90, "row"),
          Map.entry(91, "treeitem"),
          Map.entry(92, "document"),
          Map.entry(93, "document"),
          Map.entry(94, "document"),
          Map.entry(95, "document"),
          Map.entry(96, "document"),
          Map.entry(97, "comment"),
          Map.entry(98, "listbox"),
          Map.entry(109, "article"));

  private AtSpiRole() {}

  /** The role in ARIA terms. */
  static String aria(int role) {
    return ARIA.getOrDefault(role, UNKNOWN);
  }

  /** What the role alone says about what is typed. */
  static Protection protection(int role) {
    if (role == PASSWORD_TEXT) {
      return Protection.PROTECTED;
    }
    return ARIA.containsKey(role) ? Protection.OPEN : Protection.UNKNOWN;
  }
}
