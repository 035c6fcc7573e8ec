package dev.vitrine.platform.awt;

import dev.vitrine.control.AgentStatus;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.io.Serial;
import javax.swing.BorderFactory;
import javax.swing.JPanel;

/** Draws a sign and a few words. Sign, colour and words each tell the state alone. */
final class IndicatorPanel extends JPanel {
  @Serial private static final long serialVersionUID = 1L;

  private static final Color PAPER = new Color(0xfafafa);
  private static final Color INK = new Color(0x1b1b1f);
  private static final Color EDGE = new Color(0x8a8a94);
  private static final Color RED = new Color(0xc62828);
  private static final Color AMBER = new Color(0xb26a00);
  private static final Color GREY = new Color(0x5f6368);
  private static final int SIGN = 14;
  private static final int GAP = 8;
  private static final int PAD_X = 10;
  private static final int PAD_Y = 6;

  private Look look = Look.of(AgentStatus.State.STOPPED);

  IndicatorPanel() {
    setBackground(PAPER);
    setBorder(BorderFactory.createLineBorder(EDGE));
    setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
  }

  /** What stands for a kind of state beside its colour. */
  private enum Sign {
    DISC,
    BARS,
    SQUARE,
    TRIANGLE
  }

  private record Look(Sign sign, Color colour, String words, String meaning) {
    static Look of(AgentStatus.State state) {
      return switch (state) {
        case CAPTURING ->
            new Look(
                Sign.DISC,
                RED,
                "Vitrine: capturing",
                "Vitrine records what you do in the programs that its policy names");
        case PAUSED ->
            new Look(Sign.BARS, AMBER, "Vitrine: paused", "Nothing is recorded until you resume");
        case WAITING_FOR_ACKNOWLEDGEMENT ->
            idle("notice not read yet", "Nothing is recorded until you have read the notice");
        case NO_POLICY -> problem("no policy", "Nothing is recorded: there is no valid policy");
        case OUTSIDE_HOURS -> idle("outside hours", "Nothing is recorded outside the set hours");
        case NOT_VISIBLE -> problem("not visible", "Nothing is recorded while this is not seen");
        case LOCKED -> idle("session locked", "Nothing is recorded while the session is locked");
        case FULL -> problem("buffer full", "Nothing is recorded: the buffer is full");
        case FAILED -> problem("failed", "Nothing is recorded: see vitrine status");
        case STOPPED -> idle("stopped", "Nothing is recorded");
      };
    }

    private static Look idle(String words, String meaning) {
      return new Look(Sign.SQUARE, GREY, "Vitrine: " + words, meaning);
    }

    private static Look problem(String words, String meaning) {
      return new Look(Sign.TRIANGLE, AMBER, "Vitrine: " + words, meaning);
    }
  }

  void present(AgentStatus.State state) {
    look = Look.of(state);
    setToolTipText(look.meaning());
    getAccessibleContext().setAccessibleName(look.words());
    getAccessibleContext().setAccessibleDescription(look.meaning());
    revalidate();
    repaint();
  }

  @Override
  public Dimension getPreferredSize() {
    FontMetrics metrics = getFontMetrics(getFont());
    int height = Math.max(SIGN, metrics.getHeight()) + 2 * PAD_Y;
    return new Dimension(2 * PAD_X + SIGN + GAP + metrics.stringWidth(look.words()), height);
  }

  @Override
  protected void paintComponent(Graphics plain) {
    super.paintComponent(plain);
    Graphics2D g = (Graphics2D) plain.create();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(look.colour());
      drawSign(g, PAD_X, (getHeight() - SIGN) / 2);
      g.setColor(INK);
      FontMetrics metrics = g.getFontMetrics();
      int base = (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent();
      g.drawString(look.words(), PAD_X + SIGN + GAP, base);
    } finally {
      g.dispose();
    }
  }

  private void drawSign(Graphics2D g, int x, int y) {
    switch (look.sign()) {
      case DISC -> g.fillOval(x, y, SIGN, SIGN);
      case BARS -> {
        g.fillRect(x + 2, y, 4, SIGN);
        g.fillRect(x + SIGN - 6, y, 4, SIGN);
      }
      case SQUARE -> {
        g.setStroke(new BasicStroke(2));
        g.drawRect(x + 1, y + 1, SIGN - 3, SIGN - 3);
      }
      case TRIANGLE ->
          g.fillPolygon(
              new Polygon(
                  new int[] {x, x + SIGN / 2, x + SIGN}, new int[] {y + SIGN, y, y + SIGN}, 3));
    }
  }
}
