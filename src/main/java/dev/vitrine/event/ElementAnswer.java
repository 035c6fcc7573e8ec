package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/**
 * The answer to the question of that number, which element is at a place; {@code element} is null
 * where nobody could say.
 */
public record ElementAnswer(long question, @Nullable PointedElement element) {}
