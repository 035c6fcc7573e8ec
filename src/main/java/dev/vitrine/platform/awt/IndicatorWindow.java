package dev.vitrine.platform.awt;

import dev.vitrine.capture.SourceException;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.tray.HideableIndicator;
import java.awt.AWTError;
import java.awt.EventQueue;
import java.awt.GraphicsConfiguration;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.lang.reflect.InvocationTargetException;
import javax.swing.JWindow;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;

/**
 * A small window in the lower right corner of the screen, above all others, that says in words,
 * colour and shape what the agent does. It can be dragged elsewhere and never takes the keyboard
 * focus.
 *
 * <p>{@link #onScreen} says whether the window is mapped and wholly within a screen. It cannot tell
 * whether a window that is above all others too covers it.
 */
public final class IndicatorWindow implements HideableIndicator {
  private static final int MARGIN = 12;

  private final JWindow window;
  private final IndicatorPanel panel;
  private volatile boolean within;
  private volatile boolean wanted = true;

  private IndicatorWindow() {
    // Otherwise tooltips show only in a program that has the focus, which this never takes.
    UIManager.put("ToolTipManager.enableToolTipMode", "allWindows");
    window = new JWindow();
    panel = new IndicatorPanel();
    window.setName("vitrine-indicator");
    window.setType(Window.Type.UTILITY);
    window.setFocusableWindowState(false);
    window.setAutoRequestFocus(false);
    window.setAlwaysOnTop(true);
    window.setContentPane(panel);
    Dragging dragging = new Dragging();
    panel.addMouseListener(dragging);
    panel.addMouseMotionListener(dragging);
    window.addComponentListener(
        new ComponentAdapter() {
          @Override
          public void componentMoved(ComponentEvent event) {
            within = isWithinAScreen();
          }

          @Override
          public void componentResized(ComponentEvent event) {
            within = isWithinAScreen();
          }
        });
  }

  /** Whether this Java can draw windows. */
  public static boolean canBeShown() {
    return !GraphicsEnvironment.isHeadless();
  }

  /**
   * Puts the indicator on the screen, saying that the agent is stopped.
   *
   * @throws SourceException where this process has no screen to draw on
   */
  public static IndicatorWindow open() throws SourceException {
    if (GraphicsEnvironment.isHeadless()) {
      throw new SourceException(
          "the indicator has no screen: start Vitrine inside a desktop session, with a JRE that "
              + "is not headless (apt install openjdk-17-jre)");
    }
    try {
      IndicatorWindow[] made = new IndicatorWindow[1];
      EventQueue.invokeAndWait(
          () -> {
            made[0] = new IndicatorWindow();
            made[0].present(AgentStatus.State.STOPPED);
            made[0].placeInCorner();
            made[0].window.setVisible(true);
            made[0].within = made[0].isWithinAScreen();
          });
      return made[0];
    } catch (InvocationTargetException | AWTError | LinkageError e) {
      throw new SourceException(
          "the indicator cannot be drawn: check DISPLAY and the fonts (apt install fontconfig)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("stopped while the indicator was being drawn", e);
    }
  }

  @Override
  public void show(AgentStatus.State state) {
    EventQueue.invokeLater(() -> present(state));
  }

  @Override
  public void appear(boolean onScreen) {
    if (onScreen != wanted) {
      wanted = onScreen;
      EventQueue.invokeLater(() -> window.setVisible(wanted));
    }
  }

  @Override
  public boolean onScreen() {
    return window.isShowing() && within;
  }

  @Override
  public void close() {
    EventQueue.invokeLater(window::dispose);
  }

  /**
   * On the event thread alone: asking for screens takes AWT's lock, which stays taken for good
   * where the X server dies at the wrong moment.
   */
  private boolean isWithinAScreen() {
    for (var screen : GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices()) {
      if (screen.getDefaultConfiguration().getBounds().contains(window.getBounds())) {
        return true;
      }
    }
    return false;
  }

  private void present(AgentStatus.State state) {
    Point corner = lowerRight(window.getBounds());
    panel.present(state);
    window.pack();
    // Words differ in length; the right edge stays where the person put it.
    moveTo(corner.x - window.getWidth(), corner.y - window.getHeight());
    if (window.isShowing()) {
      window.toFront();
    }
  }

  private static Point lowerRight(Rectangle bounds) {
    return new Point(bounds.x + bounds.width, bounds.y + bounds.height);
  }

  private void placeInCorner() {
    Rectangle free = freeScreen();
    moveTo(
        free.x + free.width - window.getWidth() - MARGIN,
        free.y + free.height - window.getHeight() - MARGIN);
  }

  /** Moves the window, but never out of the screen. */
  private void moveTo(int x, int y) {
    Rectangle free = freeScreen();
    int right = free.x + free.width - window.getWidth();
    int bottom = free.y + free.height - window.getHeight();
    window.setLocation(Math.max(free.x, Math.min(x, right)), Math.max(free.y, Math.min(y, bottom)));
  }

  private Rectangle freeScreen() {
    GraphicsConfiguration screen = window.getGraphicsConfiguration();
    Rectangle bounds = screen.getBounds();
    Insets taken = Toolkit.getDefaultToolkit().getScreenInsets(screen);
    return new Rectangle(
        bounds.x + taken.left,
        bounds.y + taken.top,
        bounds.width - taken.left - taken.right,
        bounds.height - taken.top - taken.bottom);
  }

  private final class Dragging extends MouseAdapter {
    private @Nullable Point grip;

    @Override
    public void mousePressed(MouseEvent event) {
      grip = event.getPoint();
    }

    @Override
    public void mouseReleased(MouseEvent event) {
      grip = null;
    }

    @Override
    public void mouseDragged(MouseEvent event) {
      Point from = grip;
      if (from != null) {
        moveTo(event.getXOnScreen() - from.x, event.getYOnScreen() - from.y);
      }
    }
  }
}
