package dev.easel.generator.chat;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one language model, waits out its absences and has a bad answer repaired once. */
public final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** The same for every call: a model that is asked with another one is loaded anew. */
    public static final int CONTEXT_TOKENS = LanguageModel.CONTEXT_TOKENS;

    private static final int TOKENS_MAX = 3072;
    private static final int BAD_CHARS_MAX = 4096;
    private static final Duration BUSY_MAX = Duration.ofSeconds(60);

    /** Below it a prompt is too small for its count to say anything. */
    private static final int TOKENS_WORTH_COMPARING = 1000;

    private final LanguageModel model;
    private final Pace pace;
    private final RandomGenerator random;

    public Conversation(
            URI ollama, String name, boolean gpuShared, Pace pace, RandomGenerator random) {
        this.model = new LanguageModel(ollama, name, gpuShared);
        this.pace = pace;
        this.random = random;
    }

    /**
     * Empty if the model said nothing that can be used, asked twice.
     *
     * @throws AttemptFailed if there is no model to ask
     */
    public <T> Optional<T> ask(
            Question question, Function<String, Reading<T>> read, Deadline deadline)
            throws InterruptedException {
        var talk = new Talk(question);
        var started = System.nanoTime();
        try {
            while (true) {
                var next = NextCall.after(talk.ask(deadline), talk.calls, read);
                if (next instanceof NextCall.Take<T>(var value)) {
                    return Optional.of(value);
                }
                if (next instanceof NextCall.GiveUp<T>) {
                    return Optional.empty();
                }
                talk.prepare(next);
            }
        } finally {
            LOG.atInfo()
                    .addKeyValue("question", question.name())
                    .addKeyValue("calls", talk.calls)
                    .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                    .addKeyValue("tokensIn", talk.tokensIn)
                    .addKeyValue("tokensOut", talk.tokensOut)
                    .log("asked the language model");
        }
    }

    /** One question and what came of it. */
    private final class Talk {
        private Question question;
        private List<ChatMessage> messages;
        private int tokensMax = TOKENS_MAX;
        private int calls;
        private int tokensIn;
        private int tokensOut;

        Talk(Question question) {
            this.question = question;
            this.messages = messages("");
        }

        /** Waits out a server that is away or busy; answers only what was said. */
        Spoken.Said ask(Deadline deadline) throws InterruptedException {
            var patience = deadline.orSooner(BUSY_MAX);
            for (var tries = 0; ; tries++) {
                var spoken = model.ask(messages, question, tokensMax, deadline.left());
                switch (spoken) {
                    case Spoken.Said said -> {
                        return heard(said);
                    }
                    case Spoken.Failed(var trouble, _) when trouble == Spoken.Trouble.GARBAGE -> {
                        calls++;
                        return new Spoken.Said(null, Spoken.Finish.NONE, 0, 0, 0);
                    }
                    case Spoken.Failed failed when shortened(failed) -> {}
                    case Spoken.Failed failed -> {
                        if (!worthRepeating(failed.trouble(), tries) || patience.passed()) {
                            throw unavailable(failed);
                        }
                        LOG.atWarn().addKeyValue("why", failed.why()).log("asking Ollama again");
                        patience.sleep(pace.backoff(tries, random));
                    }
                }
            }
        }

        private Spoken.Said heard(Spoken.Said said) {
            calls++;
            tokensIn += said.tokensIn();
            tokensOut += said.tokensOut();
            var expected = question.tokens();
            if (said.tokensIn() > 0
                    && expected > TOKENS_WORTH_COMPARING
                    && said.tokensIn() < expected / 2) {
                // The server cuts what does not fit its context and says nothing.
                LOG.atWarn()
                        .addKeyValue("expected", expected)
                        .addKeyValue("read", said.tokensIn())
                        .log("the language model read only a part of the question");
            }
            return said;
        }

        /** A question that is too long for the model's context is asked once more without less. */
        private boolean shortened(Spoken.Failed failed) {
            var shorter = question.shorter();
            if (failed.trouble() != Spoken.Trouble.TOO_LONG || shorter == null) {
                return false;
            }
            LOG.atWarn().addKeyValue("tokens", question.tokens()).log("asking a shorter question");
            question = shorter;
            messages = messages("");
            return true;
        }

        void prepare(NextCall<?> next) {
            switch (next) {
                case NextCall.WithMoreRoom<?> _ -> {
                    tokensMax = 2 * TOKENS_MAX;
                    messages = messages("\nReasoning: low\n");
                }
                case NextCall.Restated<?> _ ->
                        messages =
                                messages(
                                        "\nYour last answer was empty. Answer now with the JSON"
                                                + " object alone.\n");
                case NextCall.Repair<?>(var complaint, var bad) -> {
                    var shown =
                            bad.length() <= BAD_CHARS_MAX ? bad : bad.substring(0, BAD_CHARS_MAX);
                    messages = new ArrayList<>(messages(""));
                    messages.add(AiMessage.from(shown));
                    messages.add(
                            UserMessage.from(
                                    "That cannot be used: "
                                            + complaint
                                            + ". Answer again with one JSON object that follows the"
                                            + " schema."));
                }
                case NextCall.SameAgain<?> _ -> {}
                case NextCall.Take<?> _, NextCall.GiveUp<?> _ ->
                        throw new IllegalStateException("nothing to prepare");
            }
        }

        private List<ChatMessage> messages(String more) {
            return List.of(
                    SystemMessage.from(question.system() + more),
                    UserMessage.from(question.user()));
        }
    }

    private static boolean worthRepeating(Spoken.Trouble trouble, int tries) {
        return switch (trouble) {
            case UNREACHABLE, BUSY -> true;
            case SERVER_ERROR -> tries < 2;
            case TIMEOUT, MODEL_MISSING, REFUSED, TOO_LONG, GARBAGE -> false;
        };
    }

    private static AttemptFailed unavailable(Spoken.Failed failed) {
        var said =
                failed.trouble() == Spoken.Trouble.REFUSED
                        || failed.trouble() == Spoken.Trouble.TOO_LONG;
        return new AttemptFailed(
                said ? ExitCode.LANGUAGE_MODEL_ANSWER_INVALID : ExitCode.LANGUAGE_MODEL_UNAVAILABLE,
                "the language model is not available: " + failed.why());
    }
}
