package dev.vitrine.record;

import org.jspecify.annotations.Nullable;

/**
 * What was removed: the entity, the recogniser that found it, and where its marker stands in the
 * redacted text (UTF-16 offsets, end exclusive). {@code field} is null for the record's {@code
 * text}, else {@code "title"} or {@code "name"} or {@code "site"}.
 */
public record Remark(
    String entity, String recognizer, @Nullable String field, int start, int end) {}
