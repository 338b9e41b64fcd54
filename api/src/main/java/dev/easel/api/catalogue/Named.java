package dev.easel.api.catalogue;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.work.Provenance;

/** Something that a request, or settings that hold for it, call by a name of the back end's. */
public record Named(Kind kind, String name, Provenance by) {
    public enum Kind {
        MODEL("model", Reason.MODEL_NOT_FOUND),
        SAMPLER("sampler", Reason.SAMPLER_NOT_FOUND),
        SCHEDULER("scheduler", Reason.SCHEDULER_NOT_FOUND),
        LORA("LoRA", Reason.LORA_NOT_FOUND);

        private final String word;
        private final Reason reason;

        Kind(String word, Reason reason) {
            this.word = word;
            this.reason = reason;
        }

        public String word() {
            return word;
        }

        public Reason reason() {
            return reason;
        }
    }
}
