package dev.vitrine.platform.awt;

import dev.vitrine.tray.Sign;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws the signs, in a square of any size. Each has a light rim around its colour, and a dark line
 * around that, so that it stands out from light and from dark panels.
 */
public final class SignPainter {
  private static final Color RED = new Color(0xd32f2f);
  private static final Color AMBER = new Color(0xf9a825);
  private static final Color GREY = new Color(0x5f6368);
  private static final Color LIGHT = new Color(0xffffff);
  private static final Color DARK = new Color(0x26262b);

  private SignPainter() {}

  /**
   * The sign as pixels, row by row from the upper left, each 0xAARRGGBB without multiplied alpha.
   *
   * @param size the length of its side, in pixels; 8 or more
   */
  public static int[] argb(Sign sign, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    try {
      paint(g, sign, 0, 0, size);
    } finally {
      g.dispose();
    }
    return image.getRGB(0, 0, size, size, null, 0, size);
  }

  /** Draws it into the square with that upper left corner and that length of side. */
  static void paint(Graphics2D plain, Sign sign, int x, int y, int size) {
    Graphics2D g = (Graphics2D) plain.create();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.translate(x, y);
      // All shapes are drawn for a square of 16.
      g.scale(size / 16.0, size / 16.0);
      rim(g, outline(sign));
      g.setColor(colour(sign));
      g.fill(sign == Sign.STOPPED ? hollowSquare() : outline(sign));
      if (sign == Sign.TROUBLE) {
        g.setColor(DARK);
        g.fill(new Rectangle2D.Double(7.2, 5.8, 1.6, 4));
        g.fill(new Rectangle2D.Double(7.2, 10.8, 1.6, 1.6));
      }
    } finally {
      g.dispose();
    }
  }

  private static Color colour(Sign sign) {
    return switch (sign) {
      case CAPTURING -> RED;
      case PAUSED, TROUBLE -> AMBER;
      case STOPPED -> GREY;
    };
  }

  private static Shape outline(Sign sign) {
    return switch (sign) {
      case CAPTURING -> new Ellipse2D.Double(3, 3, 10, 10);
      case PAUSED -> {
        Path2D bars = new Path2D.Double();
        bars.append(new Rectangle2D.Double(3, 3, 3.8, 10), false);
        bars.append(new Rectangle2D.Double(9.2, 3, 3.8, 10), false);
        yield bars;
      }
      case STOPPED -> new Rectangle2D.Double(3, 3, 10, 10);
      case TROUBLE -> {
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(8, 2.4);
        triangle.lineTo(14, 13.4);
        triangle.lineTo(2, 13.4);
        triangle.closePath();
        yield triangle;
      }
    };
  }

  private static Shape hollowSquare() {
    Area square = new Area(new Rectangle2D.Double(3, 3, 10, 10));
    square.subtract(new Area(new Rectangle2D.Double(5.6, 5.6, 4.8, 4.8)));
    return square;
  }

  private static void rim(Graphics2D g, Shape shape) {
    g.setColor(DARK);
    g.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    g.setColor(LIGHT);
    g.setStroke(new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    g.fill(shape);
  }
}
