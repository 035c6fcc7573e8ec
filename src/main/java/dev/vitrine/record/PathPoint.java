package dev.vitrine.record;

/**
 * A point of a pointer path; {@code dt} is milliseconds since the path began. Encoded as {@code
 * [dt, x, y]}.
 */
public record PathPoint(long dt, int x, int y) {}
