package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.easel.sandbox.standin.Fault;

/** What goes wrong in a render. Each hits the next render that starts. */
public sealed interface RenderFault extends Fault {

    /** 500 of class OutOfMemoryError after the first steps. */
    @JsonTypeName("out-of-memory")
    record OutOfMemory() implements RenderFault {}

    /** 500 of class NansException after the last step. */
    @JsonTypeName("nans")
    record Nans() implements RenderFault {}

    /** 500 of any other class. */
    @JsonTypeName("python-error")
    record PythonError(String error, String message) implements RenderFault {}

    /** Another sampler is used than the one asked for, and the answer is 200. */
    @JsonTypeName("sampler-replaced")
    record SamplerReplaced(String sampler) implements RenderFault {}

    /** The checkpoint override is dropped. */
    @JsonTypeName("checkpoint-ignored")
    record CheckpointIgnored() implements RenderFault {}

    /** No LoRA takes effect. */
    @JsonTypeName("loras-dropped")
    record LorasDropped() implements RenderFault {}

    /** Only so many images come back. */
    @JsonTypeName("fewer-images")
    record FewerImages(int images) implements RenderFault {}

    /** Images of half the size asked for. */
    @JsonTypeName("half-size")
    record HalfSize() implements RenderFault {}

    /** Black images, as a NaN in the VAE gives with its check off. */
    @JsonTypeName("black-image")
    record BlackImage() implements RenderFault {}

    /** Images of noise, whose files are as large as files get. */
    @JsonTypeName("noise")
    record Noise() implements RenderFault {}

    /** JPEG in place of PNG, as the server's own option can have it. */
    @JsonTypeName("jpeg")
    record Jpeg() implements RenderFault {}

    /** WebP in place of PNG. */
    @JsonTypeName("webp")
    record Webp() implements RenderFault {}

    /** So many more images behind those that were asked for, as extensions append them. */
    @JsonTypeName("extra-images")
    record ExtraImages(int images) implements RenderFault {}

    /** Another number of steps than asked for, and the answer is 200 and says so. */
    @JsonTypeName("steps-clamped")
    record StepsClamped(int steps) implements RenderFault {}

    /** No text in the files and none beside them. */
    @JsonTypeName("no-infotext")
    record NoInfotext() implements RenderFault {}

    /**
     * Stops getting on at half of the steps, until it is interrupted or the faults are cleared.
     *
     * @param deaf interrupts are ignored too
     */
    @JsonTypeName("never-ending")
    record NeverEnding(boolean deaf) implements RenderFault {}

    /** Progress stays where it was at the start. */
    @JsonTypeName("progress-frozen")
    record ProgressFrozen() implements RenderFault {}
}
