package dev.easel.api.acceptance;

import java.util.List;

/** What a back end has. A sampler, scheduler or model may be called by several names. */
record Catalogue(
        List<Entry> models, List<Entry> samplers, List<Entry> schedulers, List<Entry> loras) {

    /** The first name is the one to show. Names are case-sensitive, as the back end takes them. */
    record Entry(List<String> names) {
        Entry {
            names = List.copyOf(names);
        }

        String shown() {
            return names.get(0);
        }
    }

    Catalogue {
        models = List.copyOf(models);
        samplers = List.copyOf(samplers);
        schedulers = List.copyOf(schedulers);
        loras = List.copyOf(loras);
    }
}
