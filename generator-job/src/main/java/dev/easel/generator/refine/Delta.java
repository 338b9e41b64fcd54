package dev.easel.generator.refine;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a refinement changes, as the language model answered: not checked yet. Parts go by the ids
 * under which they were shown, such as p2 or n1.
 *
 * @param seed keep, new or a number
 */
record Delta(
        @Nullable String explanation,
        Base base,
        List<String> removed,
        List<Replacement> replaced,
        List<Addition> added,
        List<String> negativeAdded,
        Numbers numbers,
        Names names,
        List<LoraWish> loras,
        List<String> lorasRemoved,
        @Nullable String seed) {
    /** Nothing to change. */
    static final Delta NONE =
            new Delta(
                    null,
                    Base.CURRENT,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    new Numbers(null, null, null, null, null),
                    new Names(null, null, null),
                    List.of(),
                    List.of(),
                    null);

    /**
     * The step that the change starts from.
     *
     * @param back 0 for the current one, else steps back; {@link #FIRST} for the oldest of all
     */
    record Base(int back) {
        static final int FIRST = -1;
        static final Base CURRENT = new Base(0);
    }

    record Replacement(String part, String text) {}

    /**
     * @param after the part that it follows; at the end if absent
     */
    record Addition(String text, @Nullable String after) {}

    /** Not held to any bounds yet. */
    record Numbers(
            @Nullable BigDecimal steps,
            @Nullable BigDecimal cfgScale,
            @Nullable BigDecimal width,
            @Nullable BigDecimal height,
            @Nullable BigDecimal imageCount) {}

    /**
     * @param weight as it is, or the usual one, if absent; 0 for a LoRA that goes
     */
    record LoraWish(String name, @Nullable BigDecimal weight) {
        boolean none() {
            return weight != null && weight.signum() == 0;
        }
    }

    record Names(@Nullable String model, @Nullable String sampler, @Nullable String scheduler) {}

    Delta {
        removed = List.copyOf(removed);
        replaced = List.copyOf(replaced);
        added = List.copyOf(added);
        negativeAdded = List.copyOf(negativeAdded);
        loras = List.copyOf(loras);
        lorasRemoved = List.copyOf(lorasRemoved);
    }

    /** Whether it asks for nothing at all. */
    boolean empty() {
        return base.back() == 0
                && removed.isEmpty()
                && replaced.isEmpty()
                && added.isEmpty()
                && negativeAdded.isEmpty()
                && numbers.equals(NONE.numbers)
                && names.equals(NONE.names)
                && loras.isEmpty()
                && lorasRemoved.isEmpty()
                && (seed == null || seed.equals("keep"));
    }
}
