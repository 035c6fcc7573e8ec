package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/**
 * The answer to one question "which element has the focus". It held at some moment between {@code
 * askedNanos} and {@code answeredNanos}; {@code element} is null where nobody could say.
 */
public record FocusAnswer(long askedNanos, long answeredNanos, @Nullable FocusedElement element) {}
