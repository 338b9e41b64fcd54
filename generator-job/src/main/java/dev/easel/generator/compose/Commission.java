package dev.easel.generator.compose;

import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.work.ResolvedParameters;
import org.jspecify.annotations.Nullable;

/**
 * What is to be composed.
 *
 * @param given what was fixed, the instruction's plain wishes included
 * @param background what research found about the theme; quoted as data
 */
public record Commission(
        String instruction,
        ResolvedParameters given,
        Catalogue catalogue,
        LoraChoice loras,
        @Nullable String background) {

    /** The same with less around it, for a model with little room. */
    Commission shorter() {
        return new Commission(instruction, given, catalogue, loras.untold(), null);
    }

    /** The checkpoint that holds unless the language model chooses another. */
    @Nullable String model() {
        var fixed = given.model();
        if (fixed != null) {
            return fixed.value();
        }
        return catalogue.current() == null ? null : catalogue.current().name();
    }
}
