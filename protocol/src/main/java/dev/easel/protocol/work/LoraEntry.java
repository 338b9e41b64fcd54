package dev.easel.protocol.work;

import dev.easel.protocol.ModelFamily;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of an installed LoRA.
 *
 * @param name the file's stem
 * @param description at most 300 characters
 * @param triggers words that call the LoRA up, most typical first, at most 5
 * @param weight what its maker recommends
 */
public record LoraEntry(
        String name,
        @Nullable String description,
        List<String> triggers,
        ModelFamily family,
        @Nullable BigDecimal weight) {
    public LoraEntry {
        triggers = triggers == null ? List.of() : List.copyOf(triggers);
        family = family == null ? ModelFamily.UNKNOWN : family;
    }
}
