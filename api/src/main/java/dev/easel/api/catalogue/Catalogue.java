package dev.easel.api.catalogue;

import dev.easel.protocol.ModelFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a back end has. A sampler, scheduler or model may be called by several names. */
public record Catalogue(
        List<Entry> models, List<Entry> samplers, List<Entry> schedulers, List<Entry> loras) {

    /**
     * The first name is the one to show. Names are case-sensitive, as the back end takes them.
     *
     * @param file the name of its file, where the back end tells it
     * @param card what the back end tells of a LoRA's metadata
     */
    public record Entry(List<String> names, @Nullable String file, @Nullable LoraCard card) {
        public Entry {
            names = List.copyOf(names);
        }

        public Entry(List<String> names) {
            this(names, null, null);
        }

        public String shown() {
            return names.get(0);
        }

        ModelFamily family() {
            return card == null ? ModelFamily.UNKNOWN : card.family();
        }
    }

    public Catalogue {
        models = List.copyOf(models);
        samplers = List.copyOf(samplers);
        schedulers = List.copyOf(schedulers);
        loras = List.copyOf(loras);
    }

    List<Entry> of(Named.Kind kind) {
        return switch (kind) {
            case MODEL -> models;
            case SAMPLER -> samplers;
            case SCHEDULER -> schedulers;
            case LORA -> loras;
        };
    }
}
