package dev.vitrine.testing;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.Judge;
import dev.vitrine.capture.Judged;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A desktop in virtual time that drives a {@link Judge}. It keeps the truth (windows, focus) apart
 * from the news of it, which come {@link #newsMillis} late and one for one, and from the answers,
 * which take {@link #answerMillis} and say what was true at a moment in between. Times are
 * milliseconds since the desktop began. The judge is called at the deadlines that it asks for and
 * at no other time besides the events, so a deadline that is wrong shows. While this process stands
 * still ({@link #stall}) the desktop goes on, and everything that came meanwhile is found after it.
 */
public final class ScriptedDesktop implements FocusWatcher, Judge.Sink {
  /** An answer that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long MS = 1_000_000;

  private record Due(long nanos, long order, Runnable action) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private final Map<Integer, FocusedElement> focus = new HashMap<>();
  private final List<Window> stacking = new ArrayList<>();
  private @Nullable Window active;
  private long order;
  private long now;
  private long lastNews;
  private boolean asking;
  private @Nullable Integer askAgain;
  private long stalledUntil = Long.MIN_VALUE;
  private long lastScene = Long.MIN_VALUE;

  /** Milliseconds by which news come late, from now on. */
  public long newsMillis = 10;

  /** Milliseconds that an answer takes, from now on; {@link #NEVER} = it does not come. */
  public long answerMillis = 3;

  /** At which part of its way, 0 to 100, an answer looks at the truth. */
  public int answerLooksAt = 50;

  /** What the terminals say. */
  public TerminalState terminal = TerminalState.NONE;

  /** What passed. */
  public final List<Judged> judged = new ArrayList<>();

  /** The gaps that were told. */
  public final List<LocalGap.Why> gaps = new ArrayList<>();

  /** How many questions were asked. */
  public int questions;

  /** The episodes. */
  public final Tally tally = new Tally();

  /** The fates of all input. */
  public final FateCounter fates = new FateCounter();

  /** Whom the judge asks what was clicked: nobody can say, unless a test says so. */
  public final Elements elements = new Elements();

  /** Keeps the questions about what is at a place. */
  public static final class Elements implements ElementWatcher {
    /** Whether questions are taken. */
    public boolean answering;

    /** Those that came. */
    public final List<Question> questions = new ArrayList<>();

    /** Which process may be asked. */
    public int front;

    @Override
    public void start(Consumer<ElementAnswer> listener) {}

    @Override
    public void front(int pid) {
      front = pid;
    }

    @Override
    public boolean ask(Question question) {
      if (answering) {
        questions.add(question);
      }
      return answering;
    }

    @Override
    public void close() {}
  }

  /** The judge under test. */
  public final Judge judge = new Judge(this, elements, pid -> terminal, tally, fates, this);

  /** A desktop on which nothing is open. */
  public ScriptedDesktop(@Nullable Policy policy) {
    judge.policy(policy);
  }

  /** A window of an executable; its process has the same number. */
  public static Window window(int id, String exe, Bounds bounds) {
    return new Window(id, id, new AppIdentity.Executable(exe), "Notes", bounds, null);
  }

  /** The window with another title. */
  public static Window titled(Window w, String title) {
    return new Window(w.id(), w.pid(), w.app(), title, w.bounds(), w.site());
  }

  /** The window showing a page. */
  public static Window showing(Window w, @Nullable Site site) {
    return new Window(w.id(), w.pid(), w.app(), w.title(), w.bounds(), site);
  }

  /** An element of a window's process. */
  public static FocusedElement element(Window window, String id, Protection protection) {
    return new FocusedElement(id, window.pid(), "textbox", id, protection, null);
  }

  /** Milliseconds since the beginning. */
  public long now() {
    return now / MS;
  }

  /** Makes a window, new or changed, the active and topmost one. */
  public void activate(Window window) {
    stacking.removeIf(w -> w.id() == window.id());
    stacking.add(0, window);
    active = window;
    sceneChanged(true);
  }

  /** Puts a window on top without making it active. */
  public void cover(Window window) {
    stacking.removeIf(w -> w.id() == window.id());
    stacking.add(0, window);
    sceneChanged(false);
  }

  /** Takes a window away. */
  public void remove(Window window) {
    stacking.removeIf(w -> w.id() == window.id());
    sceneChanged(false);
  }

  /** No window is active. */
  public void deactivate() {
    active = null;
    sceneChanged(true);
  }

  private void sceneChanged(boolean isActiveOne) {
    long changed = now;
    Window activeThen = active;
    List<Window> stackingThen = List.copyOf(stacking);
    news(
        () -> {
          if (isActiveOne && now - changed > Judge.NEWS_MS * MS) {
            tellMissedScene(changed);
          } else {
            judge.scene(new Scene(now, activeThen, stackingThen));
          }
          lastScene = now;
        });
  }

  /** After a stall whoever watches windows finds the last one, and when the first one went. */
  private void tellMissedScene(long changed) {
    if (changed > lastScene) {
      judge.scene(Scene.unknown(changed));
    }
    judge.scene(new Scene(now, active, List.copyOf(stacking)));
  }

  /** The process under test stands still from now on, and whoever drives the judge notices. */
  public void stall(long millis) {
    if (isStalled()) {
      return;
    }
    stalledUntil = now + millis * MS;
    at(stalledUntil, () -> judge.stoodStill(now));
  }

  private boolean isStalled() {
    return now < stalledUntil;
  }

  private void advance() {
    if (!isStalled()) {
      judge.advance(now);
    }
  }

  /** Moves the focus of a window's process; null = nobody can say where it is. */
  public void focus(Window window, @Nullable FocusedElement element) {
    setFocus(window, element);
    news(() -> judge.focusChanged(now));
  }

  /** Moves the focus, and nobody tells. */
  public void setFocus(Window window, @Nullable FocusedElement element) {
    if (element == null) {
      focus.remove(window.pid());
    } else {
      focus.put(window.pid(), element);
    }
  }

  /** The element that truly has the focus now. */
  public @Nullable FocusedElement trueFocus() {
    Window window = active;
    return window == null ? null : focus.get(window.pid());
  }

  private void news(Runnable action) {
    lastNews = Math.max(lastNews, Math.max(now, stalledUntil) + newsMillis * MS);
    at(lastNews, () -> tell(action));
  }

  private void tell(Runnable news) {
    if (isStalled()) {
      at(stalledUntil, () -> tell(news));
    } else {
      news.run();
    }
  }

  /** Presses and releases a key that gives its own name as text. */
  public void type(String character) {
    key(true, character, character, Modifiers.NONE);
    key(false, character, character, Modifiers.NONE);
  }

  /** Presses and releases a key without text. */
  public void press(String name, Modifiers modifiers) {
    key(true, name, "", modifiers);
    key(false, name, "", modifiers);
  }

  /** A key goes down or up. */
  public void key(boolean down, String key, String text, Modifiers modifiers) {
    input(new RawInput.Key(now, down, key, text, modifiers));
  }

  /** The pointer moves. */
  public void move(int x, int y) {
    input(new RawInput.Motion(now, x, y, Modifiers.NONE));
  }

  /** The left button goes down and up. */
  public void click(int x, int y) {
    input(new RawInput.Button(now, true, 1, x, y, Modifiers.NONE));
    input(new RawInput.Button(now, false, 1, x, y, Modifiers.NONE));
  }

  private void input(RawInput input) {
    if (isStalled()) {
      at(stalledUntil, () -> judge.input(input, now));
    } else {
      judge.input(input, input.nanos());
      advance();
    }
  }

  /** Runs something at a later moment. */
  public void in(long millis, Runnable action) {
    at(now + millis * MS, action);
  }

  private void at(long nanos, Runnable action) {
    due.add(new Due(nanos, order++, action));
  }

  /** Lets time pass. */
  public void pass(long millis) {
    long until = now + millis * MS;
    while (true) {
      Due next = due.peek();
      long deadline = nextDeadline();
      long then = Math.min(deadline, next == null ? Long.MAX_VALUE : next.nanos());
      if (then > until) {
        now = until;
        return;
      }
      now = Math.max(now, then);
      if (next != null && next.nanos() <= now) {
        due.remove().action().run();
      }
      advance();
      if (next == null && nextDeadline() == deadline && deadline <= now) {
        throw new AssertionError("the judge asks to be called at once, again and again");
      }
    }
  }

  private long nextDeadline() {
    long deadline = judge.nextDeadline();
    return deadline == Long.MAX_VALUE ? deadline : Math.max(deadline, stalledUntil);
  }

  /** Lets time pass until everything is judged. */
  public void settle() {
    pass(5_000);
  }

  /** The text of the keys that passed, in order; named keys in angle brackets. */
  public String taken() {
    StringBuilder text = new StringBuilder();
    for (Judged item : judged) {
      if (item instanceof Judged.Key key && key.input().down()) {
        text.append(
            key.input().text().isEmpty() ? "<" + key.input().key() + ">" : key.input().text());
      }
    }
    return text.toString();
  }

  /** The pointer input that passed. */
  public List<Judged.Pointer> pointer() {
    return judged.stream()
        .filter(Judged.Pointer.class::isInstance)
        .map(Judged.Pointer.class::cast)
        .toList();
  }

  /** The episodes counted for a reason. */
  public long episodes(DropReason reason) {
    return tally.snapshot().getOrDefault(reason, 0L);
  }

  @Override
  public void start(Listener listener) {
    // its news go to the judge
  }

  @Override
  public void ask(int pid) {
    if (asking) {
      askAgain = pid;
      return;
    }
    questions++;
    if (answerMillis == NEVER) {
      return;
    }
    asking = true;
    long asked = now;
    long answered = now + answerMillis * MS;
    FocusedElement[] seen = new FocusedElement[1];
    at(asked + answerMillis * MS / 100 * answerLooksAt, () -> seen[0] = focus.get(pid));
    at(answered, () -> answer(new FocusAnswer(asked, now, seen[0])));
  }

  private void answer(FocusAnswer answer) {
    if (isStalled()) {
      at(stalledUntil, () -> answer(new FocusAnswer(answer.askedNanos(), now, answer.element())));
      return;
    }
    asking = false;
    Integer again = askAgain;
    askAgain = null;
    judge.focusAnswered(answer);
    if (again != null) {
      ask(again);
    }
  }

  @Override
  public void close() {
    due.clear();
  }

  @Override
  public void judged(Judged item) {
    judged.add(item);
  }

  @Override
  public void gap(LocalGap.Why why, long nanos) {
    gaps.add(why);
  }
}
