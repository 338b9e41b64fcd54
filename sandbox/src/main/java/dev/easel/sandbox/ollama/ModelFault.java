package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.easel.sandbox.standin.Fault;

/** What goes wrong in a chat. Each hits the next chat that starts. */
public sealed interface ModelFault extends Fault {

    /** 404, as if the model had never been pulled. */
    @JsonTypeName("model-not-found")
    record ModelNotFound() implements ModelFault {}

    /** 503, the queue of waiting requests is full. */
    @JsonTypeName("server-busy")
    record ServerBusy() implements ModelFault {}

    /** 500, the runner did not come up. */
    @JsonTypeName("load-failed")
    record LoadFailed() implements ModelFault {}

    /** The next load takes this much longer. */
    @JsonTypeName("slow-load")
    record SlowLoad(long millis) implements ModelFault {}

    /** 500 after the request was accepted. */
    @JsonTypeName("runner-died")
    record RunnerDied() implements ModelFault {}

    /** A 200 whose content is empty and whose reason is stop. */
    @JsonTypeName("empty-content")
    record EmptyContent() implements ModelFault {}

    /** Thinking used up every token: no content, reason length. */
    @JsonTypeName("thinking-only")
    record ThinkingOnly() implements ModelFault {}

    /** The content ends in the middle, reason length. */
    @JsonTypeName("cut-content")
    record CutContent() implements ModelFault {}

    /** The answer ends without a final message: done is false and there is no reason. */
    @JsonTypeName("no-final-message")
    record NoFinalMessage() implements ModelFault {}

    /** JSON in a Markdown fence. */
    @JsonTypeName("fenced-json")
    record FencedJson() implements ModelFault {}

    /** JSON with sentences before and after it. */
    @JsonTypeName("prose-around")
    record ProseAround() implements ModelFault {}

    /** Sentences, and no JSON at all. */
    @JsonTypeName("prose-only")
    record ProseOnly() implements ModelFault {}

    /** Values outside of the schema's bounds and lists. */
    @JsonTypeName("schema-invalid")
    record SchemaInvalid() implements ModelFault {}

    /** This text in place of the model's own. */
    @JsonTypeName("says")
    record Says(String content) implements ModelFault {}

    /** {@code {"error":…}} under status 200, as a stream breaks after its first token. */
    @JsonTypeName("error-in-stream")
    record ErrorInStream() implements ModelFault {}

    /** An unload is acknowledged, and the model stays. Hits unloads. */
    @JsonTypeName("never-unloads")
    record NeverUnloads() implements ModelFault {}

    /** The load leaves the model partly in main memory. */
    @JsonTypeName("partly-on-cpu")
    record PartlyOnCpu() implements ModelFault {}
}
