package dev.vitrine.capture;

import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scenes of the last seconds, each with what the policy says of its windows. News of a scene
 * comes some milliseconds after the change, so a moment counts as known only where the scenes
 * before and shortly after it agree.
 */
final class SceneHistory {
  /** How long scenes are remembered; longer than any input waits for its judgement. */
  private static final long KEEP_NANOS = 5_000_000_000L;

  /** A scene and the policy's word on each of its windows. */
  private record Decided(Scene scene, Admission active, List<Admission> stacking) {
    static Decided of(@Nullable Policy policy, Scene scene) {
      List<Admission> stacking = new ArrayList<>(scene.stacking().size());
      for (Window window : scene.stacking()) {
        stacking.add(Admission.of(policy, window));
      }
      return new Decided(scene, Admission.of(policy, scene.active()), stacking);
    }
  }

  private static final Decided NOTHING_KNOWN = Decided.of(null, Scene.unknown(Long.MIN_VALUE));

  private final List<Decided> scenes = new ArrayList<>();
  private @Nullable Policy policy;

  /** Starts from an unknown scene. */
  SceneHistory() {
    scenes.add(NOTHING_KNOWN);
  }

  /**
   * Puts a policy in force, for the newest scene and all to come; earlier moments are forgotten.
   */
  void policy(@Nullable Policy newPolicy) {
    policy = newPolicy;
    Scene newest = newest();
    scenes.clear();
    scenes.add(Decided.of(policy, newest));
  }

  /**
   * Takes a scene; returns whether another window became active or the active one changed its page
   * or owner.
   */
  boolean add(Scene scene) {
    Window before = newest().active();
    scenes.add(Decided.of(policy, scene));
    forgetBefore(scene.nanos() - KEEP_NANOS);
    return !sameOwner(before, scene.active());
  }

  /** Forgets scenes that were over by then; the one that was in force then is still needed. */
  private void forgetBefore(long nanos) {
    while (scenes.size() > 1 && scenes.get(1).scene().nanos() <= nanos) {
      scenes.remove(0);
    }
  }

  private static boolean sameOwner(@Nullable Window one, @Nullable Window other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.id() == other.id()
        && one.pid() == other.pid()
        && one.app().equals(other.app())
        && Objects.equals(one.site(), other.site());
  }

  /** The newest scene. */
  Scene newest() {
    return scenes.get(scenes.size() - 1).scene();
  }

  /** The rule for the window that is active now, or null. */
  @Nullable AppRule activeRule() {
    return scenes.get(scenes.size() - 1).active().ruleOrNull();
  }

  /** The active window of that moment with its rule, or null where the policy does not admit it. */
  @Nullable Target activeAt(long nanos) {
    Decided decided = at(nanos);
    Window window = decided.scene().active();
    AppRule rule = decided.active().ruleOrNull();
    return window == null || rule == null ? null : new Target(window, rule);
  }

  /** Whether the policy admits the active window of that moment and every one up to {@code to}. */
  boolean activeAdmittedWithin(long from, long to) {
    return within(from, to).stream().allMatch(decided -> decided.active().ruleOrNull() != null);
  }

  private Decided at(long nanos) {
    return within(nanos, nanos).get(0);
  }

  /**
   * The last scene that had come by {@code from} and those that came until {@code to}; never empty.
   */
  private List<Decided> within(long from, long to) {
    int end = scenes.size();
    while (end > 0 && scenes.get(end - 1).scene().nanos() > Math.max(from, to)) {
      end--;
    }
    int start = end;
    while (start > 0 && scenes.get(start - 1).scene().nanos() > from) {
      start--;
    }
    if (start > 0) {
      return scenes.subList(start - 1, end);
    }
    List<Decided> sinceNothingWasKnown = new ArrayList<>(scenes.subList(0, end));
    sinceNothingWasKnown.add(0, NOTHING_KNOWN);
    return sinceNothingWasKnown;
  }

  /**
   * The window under a point, if the scene in force at {@code from} and every scene up to {@code
   * to} show windows that the policy admits both as the active one and under the point; null
   * otherwise. Where these differ, the narrowest pointer mode is told.
   */
  @Nullable UnderPointer admittedUnder(int x, int y, long from, long to) {
    UnderPointer found = null;
    for (Decided decided : within(from, to)) {
      AppRule activeRule = decided.active().ruleOrNull();
      Target under = under(decided, x, y);
      if (activeRule == null || under == null) {
        return null;
      }
      found = narrower(found, under, activeRule.pointer());
    }
    return found;
  }

  /**
   * The window under a point in the newest scene with its rule, if the policy admits it and the
   * active one; null otherwise.
   */
  @Nullable Target admittedNow(int x, int y) {
    Decided newest = scenes.get(scenes.size() - 1);
    return newest.active().ruleOrNull() == null ? null : under(newest, x, y);
  }

  private static UnderPointer narrower(
      @Nullable UnderPointer found, Target under, PointerMode activeMode) {
    if (found == null) {
      return new UnderPointer(under, activeMode);
    }
    Target target =
        under.rule().pointer().compareTo(found.target().rule().pointer()) < 0
            ? under
            : found.target();
    return new UnderPointer(
        target, activeMode.compareTo(found.activeMode()) < 0 ? activeMode : found.activeMode());
  }

  private static @Nullable Target under(Decided decided, int x, int y) {
    List<Window> stacking = decided.scene().stacking();
    for (int i = 0; i < stacking.size(); i++) {
      if (stacking.get(i).bounds().contains(x, y)) {
        AppRule rule = decided.stacking().get(i).ruleOrNull();
        return rule == null ? null : new Target(stacking.get(i), rule);
      }
    }
    return null;
  }

  /** A window that the policy admits, with its rule. */
  record Target(Window window, AppRule rule) {}

  /** The admitted window under the pointer, and the pointer mode of the active one. */
  record UnderPointer(Target target, PointerMode activeMode) {}
}
