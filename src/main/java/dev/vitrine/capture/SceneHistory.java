package dev.vitrine.capture;

import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
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

  private final List<Decided> scenes = new ArrayList<>();
  private @Nullable Policy policy;

  /** Starts from an unknown scene. */
  SceneHistory() {
    scenes.add(Decided.of(null, Scene.unknown(Long.MIN_VALUE)));
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
    while (scenes.size() > 1 && scenes.get(0).scene().nanos() < scene.nanos() - KEEP_NANOS) {
      scenes.remove(0);
    }
    return !sameOwner(before, scene.active());
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

  private Decided at(long nanos) {
    return scenes.get(indexAt(nanos));
  }

  /** The last scene that had come by then, or the oldest that is remembered. */
  private int indexAt(long nanos) {
    for (int i = scenes.size() - 1; i > 0; i--) {
      if (scenes.get(i).scene().nanos() <= nanos) {
        return i;
      }
    }
    return 0;
  }

  /**
   * The rule for the window under a point, if the scene in force at {@code from} and every scene up
   * to {@code to} show windows that the policy admits both as the active one and under the point;
   * null otherwise.
   */
  @Nullable UnderPointer admittedUnder(int x, int y, long from, long to) {
    int first = indexAt(from);
    UnderPointer found = null;
    for (int i = first; i < scenes.size(); i++) {
      Decided decided = scenes.get(i);
      if (i > first && decided.scene().nanos() > to) {
        break;
      }
      AppRule activeRule = decided.active().ruleOrNull();
      Target under = under(decided, x, y);
      if (activeRule == null || under == null) {
        return null;
      }
      if (found == null) {
        found = new UnderPointer(under, activeRule);
      }
    }
    return found;
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

  /** The admitted window under the pointer, and the rule of the active one. */
  record UnderPointer(Target target, AppRule activeRule) {}
}
