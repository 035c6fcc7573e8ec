package dev.vitrine.record;

/** A rectangle in physical pixels of the virtual desktop; encoded as {@code [x, y, w, h]}. */
public record Rect(int x, int y, int w, int h) {}
