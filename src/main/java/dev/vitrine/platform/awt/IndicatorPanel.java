package dev.vitrine.platform.awt;

import dev.vitrine.control.AgentStatus;
import dev.vitrine.tray.Sign;
import dev.vitrine.tray.TrayTexts;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
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
  private static final int SIGN = 18;
  private static final int GAP = 8;
  private static final int PAD_X = 10;
  private static final int PAD_Y = 6;

  private AgentStatus.State state = AgentStatus.State.STOPPED;

  IndicatorPanel() {
    setBackground(PAPER);
    setBorder(BorderFactory.createLineBorder(EDGE));
    setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
  }

  void present(AgentStatus.State present) {
    state = present;
    setToolTipText(TrayTexts.meaning(present));
    getAccessibleContext().setAccessibleName(TrayTexts.words(present));
    getAccessibleContext().setAccessibleDescription(TrayTexts.meaning(present));
    revalidate();
    repaint();
  }

  @Override
  public Dimension getPreferredSize() {
    FontMetrics metrics = getFontMetrics(getFont());
    int height = Math.max(SIGN, metrics.getHeight()) + 2 * PAD_Y;
    return new Dimension(
        2 * PAD_X + SIGN + GAP + metrics.stringWidth(TrayTexts.words(state)), height);
  }

  @Override
  protected void paintComponent(Graphics plain) {
    super.paintComponent(plain);
    Graphics2D g = (Graphics2D) plain.create();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      SignPainter.paint(g, Sign.of(state), PAD_X, (getHeight() - SIGN) / 2, SIGN);
      g.setColor(INK);
      FontMetrics metrics = g.getFontMetrics();
      int base = (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent();
      g.drawString(TrayTexts.words(state), PAD_X + SIGN + GAP, base);
    } finally {
      g.dispose();
    }
  }
}
