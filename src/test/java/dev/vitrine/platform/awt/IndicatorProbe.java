package dev.vitrine.platform.awt;

import dev.vitrine.capture.SourceException;
import dev.vitrine.control.AgentStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Shows the indicator in a process of its own; takes states by standard input. */
public final class IndicatorProbe {
  private IndicatorProbe() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    try (IndicatorWindow indicator = IndicatorWindow.open()) {
      System.out.println("open");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("ask")) {
          System.out.println("on screen " + indicator.onScreen());
        } else {
          indicator.show(AgentStatus.State.valueOf(line));
        }
      }
    } catch (SourceException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
