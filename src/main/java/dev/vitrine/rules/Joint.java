package dev.vitrine.rules;

/**
 * A place in a text where two pieces were put together. A recogniser may cross it, or take it for
 * the border of a word or number. {@code hard} = the pieces were typed into different fields, or a
 * line ended between them; a value that runs to the end of its line ends there.
 */
public record Joint(int at, boolean hard) {}
