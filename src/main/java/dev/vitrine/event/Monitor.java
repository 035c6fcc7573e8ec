package dev.vitrine.event;

/**
 * A part of the virtual desktop that one screen shows. {@code number} counts from 0, the primary
 * one first; {@code scale} is physical pixels per logical one.
 */
public record Monitor(int number, Bounds bounds, double scale) {}
