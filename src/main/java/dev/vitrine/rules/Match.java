package dev.vitrine.rules;

/**
 * Something that must be removed: UTF-16 offsets into the searched text (end exclusive), the entity
 * and the id of the recogniser that found it. It never says what was found.
 */
public record Match(int start, int end, String entity, String recognizer) {}
