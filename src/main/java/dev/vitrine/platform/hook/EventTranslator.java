package dev.vitrine.platform.hook;

import com.github.kwhat.jnativehook.NativeInputEvent;
import com.github.kwhat.jnativehook.keyboard.NativeKeyEvent;
import com.github.kwhat.jnativehook.mouse.NativeMouseEvent;
import com.github.kwhat.jnativehook.mouse.NativeMouseWheelEvent;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.platform.linux.X11Keys;

/**
 * Makes input events of JNativeHook's, as they are on X11. Used by the hook thread alone.
 *
 * <p>On X11 the raw code of a pressed key is the key symbol that the layout gives, so one press
 * tells both key and character, and the separate "typed" event is not needed.
 */
final class EventTranslator {
  /** Set by the key that the layout makes AltGr of; JNativeHook shows it as the right Alt. */
  private boolean altGraph;

  RawInput.Key key(long nanos, boolean down, NativeKeyEvent event) {
    int keysym = event.getRawCode();
    if (keysym == X11Keys.ISO_LEVEL3_SHIFT || keysym == X11Keys.MODE_SWITCH) {
      altGraph = down;
    }
    String text = X11Keys.text(keysym);
    return new RawInput.Key(nanos, down, X11Keys.name(keysym, text), text, modifiers(event));
  }

  RawInput.Motion motion(long nanos, NativeMouseEvent event) {
    return new RawInput.Motion(nanos, event.getX(), event.getY(), modifiers(event));
  }

  RawInput.Button button(long nanos, boolean down, NativeMouseEvent event) {
    return new RawInput.Button(
        nanos, down, number(event.getButton()), event.getX(), event.getY(), modifiers(event));
  }

  RawInput.Wheel wheel(long nanos, NativeMouseWheelEvent event) {
    double lines = (double) event.getWheelRotation() * event.getScrollAmount();
    boolean sideways =
        event.getWheelDirection() == NativeMouseWheelEvent.WHEEL_HORIZONTAL_DIRECTION;
    return new RawInput.Wheel(
        nanos,
        sideways ? lines : 0,
        sideways ? 0 : lines,
        event.getX(),
        event.getY(),
        modifiers(event));
  }

  /** JNativeHook counts left, right, middle. */
  private static int number(int button) {
    return switch (button) {
      case NativeMouseEvent.BUTTON2 -> 3;
      case NativeMouseEvent.BUTTON3 -> 2;
      default -> button;
    };
  }

  private Modifiers modifiers(NativeInputEvent event) {
    int mask = event.getModifiers();
    boolean rightAlt = (mask & NativeInputEvent.ALT_R_MASK) != 0;
    return new Modifiers(
        (mask & NativeInputEvent.CTRL_MASK) != 0,
        (mask & NativeInputEvent.ALT_L_MASK) != 0 || (rightAlt && !altGraph),
        (mask & NativeInputEvent.SHIFT_MASK) != 0,
        (mask & NativeInputEvent.META_MASK) != 0,
        altGraph);
  }
}
