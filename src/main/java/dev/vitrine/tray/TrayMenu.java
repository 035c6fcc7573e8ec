package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;
import java.util.ArrayList;
import java.util.List;

/** What a click on the icon offers. */
public record TrayMenu(List<Item> items) {
  public TrayMenu {
    items = List.copyOf(items);
  }

  /** A line of the menu. */
  public sealed interface Item {
    /** Words that cannot be chosen. */
    record Words(String text) implements Item {}

    /** Something that can be. */
    record Choice(String text, Command command) implements Item {}

    /** A line between groups. */
    record Separator() implements Item {}
  }

  /** What staff can choose. */
  public enum Command {
    VIEW(1),
    POLICY(2),
    PAUSE_QUARTER(3),
    PAUSE_HOUR(4),
    PAUSE_UNTIL_TOMORROW(5),
    PAUSE_UNTIL_RESUMED(6),
    RESUME(7);

    private final int number;

    Command(int number) {
      this.number = number;
    }

    /** Its number in every menu, from 1. */
    public int number() {
      return number;
    }
  }

  /**
   * The menu of a state: pauses wherever nobody paused yet, for a pause also holds for what comes
   * after a trouble or a closing hour.
   *
   * @param head the words that it begins with
   */
  static TrayMenu of(AgentStatus.State state, List<String> head) {
    List<Item> items = new ArrayList<>();
    head.forEach(line -> items.add(new Item.Words(line)));
    items.add(new Item.Separator());
    if (state == AgentStatus.State.PAUSED) {
      items.add(choice("menu.resume", Command.RESUME));
    } else {
      items.add(choice("menu.pause.quarter", Command.PAUSE_QUARTER));
      items.add(choice("menu.pause.hour", Command.PAUSE_HOUR));
      items.add(choice("menu.pause.tomorrow", Command.PAUSE_UNTIL_TOMORROW));
      items.add(choice("menu.pause.open", Command.PAUSE_UNTIL_RESUMED));
    }
    items.add(new Item.Separator());
    items.add(choice("menu.view", Command.VIEW));
    items.add(choice("menu.policy", Command.POLICY));
    return new TrayMenu(items);
  }

  private static Item choice(String name, Command command) {
    return new Item.Choice(TrayTexts.get(name), command);
  }
}
