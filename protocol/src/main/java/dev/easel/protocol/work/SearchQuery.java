package dev.easel.protocol.work;

import org.jspecify.annotations.Nullable;

/**
 * A search of the web that api makes for a generator.
 *
 * @param query 1 to 400 characters
 * @param language such as {@code en} or {@code ja}
 * @param count how many snippets are wanted, 1 to 20
 */
public record SearchQuery(String query, @Nullable String language, int count) {}
