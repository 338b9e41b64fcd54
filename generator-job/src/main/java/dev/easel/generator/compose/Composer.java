package dev.easel.generator.compose;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Deadline;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import dev.easel.generator.render.Catalogue;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the language model write a composition; falls back to the bare instruction. */
public final class Composer {
    private static final Logger LOG = LoggerFactory.getLogger(Composer.class);
    private static final int TOKENS_MAX = 3072;
    private static final int BAD_CHARS_MAX = 4096;
    private static final Duration BUSY_MAX = Duration.ofSeconds(60);

    private final LanguageModel model;
    private final Pace pace;
    private final RandomGenerator random;

    public Composer(URI ollama, String name, boolean gpuShared, Pace pace, RandomGenerator random) {
        this.model = new LanguageModel(ollama, name, gpuShared);
        this.pace = pace;
        this.random = random;
    }

    /** The version of the instructions to the language model, kept with each result. */
    public static String promptVersion() {
        return Question.VERSION;
    }

    public Composition compose(
            String instruction, ResolvedParameters given, Catalogue catalogue, Deadline deadline)
            throws InterruptedException {
        var talk = new Talk(Question.of(instruction, given, catalogue));
        var started = System.nanoTime();
        try {
            while (true) {
                var spoken = talk.ask(deadline);
                switch (talk.next(spoken)) {
                    case NextCall.Take(var composition) -> {
                        return composition;
                    }
                    case NextCall.GiveUp() -> {
                        return fallback(instruction);
                    }
                    case NextCall next -> talk.prepare(next);
                }
            }
        } finally {
            LOG.atInfo()
                    .addKeyValue("calls", talk.calls)
                    .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                    .addKeyValue("tokensIn", talk.tokensIn)
                    .addKeyValue("tokensOut", talk.tokensOut)
                    .log("composed");
        }
    }

    /** The picture is then as good as the renderer understands the user's own words. */
    public static Composition fallback(String instruction) {
        return new Composition(
                Writer.FALLBACK,
                PromptText.of(instruction).text(),
                null,
                null,
                Composition.Wishes.NONE);
    }

    /** One conversation, from the question to an answer that can be used. */
    private final class Talk {
        private final Question question;
        private List<ChatMessage> messages;
        private int tokensMax = TOKENS_MAX;
        private boolean repaired;
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
                var spoken = model.ask(messages, question.schema(), tokensMax, deadline.left());
                calls++;
                switch (spoken) {
                    case Spoken.Said said -> {
                        tokensIn += said.tokensIn();
                        tokensOut += said.tokensOut();
                        return said;
                    }
                    case Spoken.Failed(var trouble, _) when trouble == Spoken.Trouble.GARBAGE -> {
                        return new Spoken.Said(null, Spoken.Finish.NONE, 0, 0, 0);
                    }
                    case Spoken.Failed failed -> {
                        if (!worthRepeating(failed.trouble(), tries) || patience.passed()) {
                            throw unavailable(failed);
                        }
                        LOG.atWarn().addKeyValue("why", failed.why()).log("asking Ollama again");
                        calls--;
                        patience.sleep(pace.backoff(tries, random));
                    }
                }
            }
        }

        NextCall next(Spoken.Said said) {
            return NextCall.after(said, calls, tokensMax > TOKENS_MAX, repaired);
        }

        void prepare(NextCall next) {
            switch (next) {
                case NextCall.WithMoreRoom() -> {
                    tokensMax = 2 * TOKENS_MAX;
                    messages = messages("\nReasoning: low\n");
                }
                case NextCall.Restated() ->
                        messages =
                                messages(
                                        "\nYour last answer was empty. Answer now with the JSON"
                                                + " object alone.\n");
                case NextCall.Repair(var complaint, var bad) -> {
                    repaired = true;
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
                case NextCall.SameAgain() -> {}
                case NextCall.Take _, NextCall.GiveUp _ ->
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
            case TIMEOUT, MODEL_MISSING, REFUSED, GARBAGE -> false;
        };
    }

    private static AttemptFailed unavailable(Spoken.Failed failed) {
        return new AttemptFailed(
                failed.trouble() == Spoken.Trouble.REFUSED
                        ? ExitCode.LANGUAGE_MODEL_ANSWER_INVALID
                        : ExitCode.LANGUAGE_MODEL_UNAVAILABLE,
                "the language model is not available: " + failed.why());
    }
}
