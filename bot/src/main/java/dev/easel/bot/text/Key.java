package dev.easel.bot.text;

/**
 * Every fixed text by its key in the bundles; reasons have keys of their own, see {@link Texts}.
 */
public enum Key {
    ANSWER_PREPARING("answer.preparing"),
    ANSWER_STARTED("answer.started"),
    ANSWER_PONG("answer.pong"),
    ANSWER_CANCEL_REQUESTED("answer.cancel.requested"),
    ANSWER_CANCEL_NOTHING("answer.cancel.nothing"),
    ANSWER_CANCEL_FINISHED("answer.cancel.finished"),
    ANSWER_RETRY_STARTED("answer.retry.started"),
    THREAD_NAME("thread.name"),
    ERROR_INSTRUCTION_EMPTY("error.instruction.empty"),
    ERROR_INSTRUCTION_LONG("error.instruction.long"),
    ERROR_COUNT("error.count"),
    ERROR_SEED("error.seed"),
    ERROR_MODEL("error.model"),
    ERROR_PERMISSION("error.permission"),
    ERROR_PLACE("error.place"),
    ERROR_CREATE("error.create"),
    ERROR_REFUSED("error.refused"),
    ERROR_OWNER("error.owner"),
    ERROR_STALE("error.stale"),
    ERROR_CANCEL("error.cancel"),
    ERROR_DETAILS("error.details"),
    ERROR_INTERNAL("error.internal"),
    CARD_WAITING("card.waiting"),
    CARD_WORKING("card.working"),
    CARD_RETRYING("card.retrying"),
    CARD_SUSPENDED("card.suspended"),
    CARD_CANCELLING("card.cancelling"),
    CARD_DONE("card.done"),
    CARD_FAILED("card.failed"),
    CARD_CANCELLED("card.cancelled"),
    CARD_QUEUE("card.queue"),
    CARD_ETA("card.eta"),
    CARD_ATTEMPT("card.attempt"),
    PHASE_CLAIMING("phase.claiming"),
    PHASE_RESEARCHING("phase.researching"),
    PHASE_COMPOSING("phase.composing"),
    PHASE_FREEING("phase.freeing"),
    PHASE_RENDERING("phase.rendering"),
    PHASE_STORING("phase.storing"),
    PHASE_FINISHED("phase.finished"),
    BUTTON_CANCEL("button.cancel"),
    BUTTON_DETAILS("button.details"),
    BUTTON_RETRY("button.retry"),
    DURATION_SECONDS("duration.seconds"),
    DURATION_MINUTES("duration.minutes"),
    RESULT_TITLE("result.title"),
    RESULT_MORE("result.more"),
    RESULT_PROMPT("result.prompt"),
    RESULT_NEGATIVE("result.negative"),
    RESULT_MODEL("result.model"),
    RESULT_LORAS("result.loras"),
    RESULT_STEPS("result.steps"),
    RESULT_CFG("result.cfg"),
    RESULT_SAMPLER("result.sampler"),
    RESULT_SCHEDULER("result.scheduler"),
    RESULT_SEED("result.seed"),
    RESULT_SIZE("result.size"),
    RESULT_COUNT("result.count"),
    RESULT_DURATION("result.duration"),
    RESULT_COMPRESSED("result.compressed"),
    RESULT_CUT("result.cut"),
    RESULT_ALT("result.alt"),
    RESULT_NONE("result.none"),
    FAILURE_TITLE("failure.title"),
    FAILURE_WHY("failure.why"),
    FAILURE_DO("failure.do"),
    FAILURE_MESSAGE("failure.message"),
    FAILURE_ID("failure.id"),
    DETAILS_TITLE("details.title"),
    DETAILS_REQUEST("details.request"),
    DETAILS_NAME("details.name"),
    DETAILS_INSTRUCTION("details.instruction"),
    DETAILS_CREATED("details.created"),
    DETAILS_REASON("details.reason"),
    DETAILS_HASH("details.hash"),
    DETAILS_FILES("details.files");

    private final String key;

    Key(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
