package dev.vitrine.platform.awt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.tray.Sign;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignPainterTest {
  private static final int LIGHT_PANEL = 0xededf0;
  private static final int DARK_PANEL = 0x212126;

  /** On such a panel, without colour: 0 to 255 for each pixel. */
  private static double[] grey(Sign sign, int size, int panel) {
    int[] pixels = SignPainter.argb(sign, size);
    double[] grey = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      double alpha = (pixels[i] >>> 24) / 255.0;
      grey[i] = alpha * luma(pixels[i]) + (1 - alpha) * luma(panel);
    }
    return grey;
  }

  private static double luma(int rgb) {
    return 0.2126 * (rgb >> 16 & 0xff) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
  }

  /** The share of pixels whose brightness differs clearly. */
  private static double difference(double[] one, double[] other) {
    int differing = 0;
    for (int i = 0; i < one.length; i++) {
      differing += Math.abs(one[i] - other[i]) > 60 ? 1 : 0;
    }
    return (double) differing / one.length;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 22, 24, 32, 48})
  void anyTwoSignsDifferByTheirShapesWithoutColour(int size) {
    for (int panel : new int[] {LIGHT_PANEL, DARK_PANEL}) {
      for (Sign one : Sign.values()) {
        for (Sign other : Sign.values()) {
          if (one != other) {
            assertThat(difference(grey(one, size, panel), grey(other, size, panel)))
                .describedAs("%s and %s at %d", one, other, size)
                .isGreaterThan(0.1);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 22, 24, 32, 48})
  void everySignStandsOutFromALightAndFromADarkPanel(int size) {
    for (int panel : new int[] {LIGHT_PANEL, DARK_PANEL}) {
      double[] empty = new double[size * size];
      java.util.Arrays.fill(empty, luma(panel));
      for (Sign sign : Sign.values()) {
        assertThat(difference(grey(sign, size, panel), empty))
            .describedAs("%s at %d", sign, size)
            .isGreaterThan(0.12);
      }
    }
  }
}
