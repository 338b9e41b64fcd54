package dev.easel.generator;

/**
 * How an attempt can end: the process's exit code and a word of the reason registry. 0 stored, 10
 * fenced, 11 no retry can help, 12 retry later and do not charge the attempt, 13 retry and charge
 * it, 14 cancelled, 70 a bug.
 */
public enum ExitCode {
    STORED(0, "Stored"),
    FENCED(10, "FenceRejected"),
    ACTION_NOT_SUPPORTED(11, "ActionNotSupported"),
    /** What the request starts from is not there, as api says when asked for the work order. */
    SOURCE_NOT_FOUND(11, "SourceNotFound"),
    MODEL_NOT_FOUND(11, "ModelNotFound"),
    LORA_NOT_FOUND(11, "LoraNotFound"),
    SAMPLER_NOT_FOUND(11, "SamplerNotFound"),
    SCHEDULER_NOT_FOUND(11, "SchedulerNotFound"),
    /** The renderer took the call and silently did something else; it would do so again. */
    RENDER_MISMATCH(11, "RenderMismatch"),
    /** The renderer understood the call and said no. */
    RENDERER_REFUSED(11, "RendererError"),
    /** It wants a password; asking again changes nothing. */
    RENDERER_ACCESS_DENIED(11, "RendererAccessDenied"),
    API_UNAVAILABLE(12, "ApiUnavailable"),
    LANGUAGE_MODEL_UNAVAILABLE(12, "LanguageModelUnavailable"),
    RENDERER_UNAVAILABLE(12, "RendererUnavailable"),
    /** Somebody else's work holds it. */
    RENDERER_BUSY(12, "RendererBusy"),
    LANGUAGE_MODEL_ANSWER_INVALID(13, "LanguageModelAnswerInvalid"),
    RENDERER_ERROR(13, "RendererError"),
    RENDERER_OUT_OF_MEMORY(13, "RendererOutOfMemory"),
    /** Not a number, or pictures of one colour, which is what that looks like unchecked. */
    RENDERER_NUMERIC_ERROR(13, "RendererNumericError"),
    RENDER_TIMEOUT(13, "RenderTimeout"),
    /** Too few pictures: somebody else interrupted. */
    RENDER_INCOMPLETE(13, "RenderMismatch"),
    STORE_FAILED(13, "StoreFailed"),
    CANCELLED(14, "Cancelled"),
    BUG(70, "InternalError");

    private final int code;
    private final String reason;

    ExitCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
