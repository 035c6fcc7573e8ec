package dev.vitrine.event;

/** A rectangle in physical pixels of the virtual desktop. */
public record Bounds(int x, int y, int width, int height) {
  /** Whether the pixel lies inside. */
  public boolean contains(int px, int py) {
    return px >= x && py >= y && px < x + width && py < y + height;
  }
}
