package dev.easel.api.generation;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.FieldProblems.Range;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.FieldRule;
import dev.easel.protocol.client.GenerateInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a client's input into a spec, with the bounds that the resource's definition has. */
final class GenerateForm {
    private static final int ID_CHARS_MAX = 64;
    private static final int NAME_CHARS_MAX = 253;
    private static final int LORAS_MAX = 8;
    private static final Range LORA_WEIGHT =
            new Range(new BigDecimal("-2.00"), new BigDecimal("2.00"), 2);
    private static final Range CFG_SCALE =
            new Range(new BigDecimal("1.0"), new BigDecimal("30.0"), 2);
    private static final int NAME_SHOWN_MAX = 64;
    private static final List<String> ACTIONS =
            Arrays.stream(Action.values()).map(Snapshot::word).toList();
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DISCORD_ID = Pattern.compile("[0-9]{1,20}");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");
    private static final Pattern NOT_ONE_LINE = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern NOT_IN_LORA_NAMES = Pattern.compile("[\\x00-\\x1f\\x7f<>:]");

    private GenerateForm() {}

    static GenerationRequestSpec spec(GenerateInput input, String defaultPool) {
        var tenant = id("guild_id", input.guildId());
        var user = id("user_id", input.userId());
        var thread = id("thread_id", input.threadId());
        var parameters = parameters(input.parameters());
        var action = action(input.action());
        var givenPrompt = parameters != null && parameters.prompt() != null;
        return new GenerationRequestSpec(
                instruction(input.instruction(), needsInstruction(action, givenPrompt)),
                action,
                source(action, input.source()),
                parameters,
                Boolean.TRUE.equals(input.webResearch()) ? Research.ENABLED : Research.DISABLED,
                thread,
                new Requester(RequestSource.API, tenant, user, locale(input.locale())),
                delivery(input.delivery()),
                new PoolRef(pool(input.pool(), defaultPool)),
                0,
                DesiredState.ACTIVE,
                GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                null);
    }

    /** Whether the thread is one of the guild's is known to the bot, which posts nowhere else. */
    private static @Nullable Delivery delivery(GenerateInput.@Nullable Delivery given) {
        if (given == null) {
            return null;
        }
        var discord = given.discord();
        if (discord == null || (discord.channelId() == null && discord.threadId() == null)) {
            throw ApiProblem.broken(
                    FieldRule.REQUIRED,
                    "delivery.discord",
                    Map.of(),
                    "delivery.discord needs a thread_id or a channel_id: leave delivery out to have"
                            + " nothing posted.");
        }
        return new Delivery(
                new Delivery.Discord(
                        discordId("delivery.discord.channel_id", discord.channelId()),
                        discordId("delivery.discord.thread_id", discord.threadId()),
                        null));
    }

    private static @Nullable String discordId(String field, @Nullable String id) {
        if (id != null && !DISCORD_ID.matcher(id).matches()) {
            throw FieldProblems.wrongType(
                    field,
                    "text",
                    field + " must be a Discord id, which is a string of 1 to 20 digits.");
        }
        return id;
    }

    private static Action action(@Nullable String word) {
        if (word == null) {
            return Action.GENERATE;
        }
        return Arrays.stream(Action.values())
                .filter(action -> Snapshot.word(action).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        FieldProblems.notAChoice(
                                "action",
                                word.length() <= NAME_SHOWN_MAX ? word : "",
                                ACTIONS,
                                "action must be one of "
                                        + String.join(", ", ACTIONS)
                                        + ": leave it out for Generate."));
    }

    /** Refine and Restore start from what their thread has where no request is named. */
    private static @Nullable Source source(Action action, GenerateInput.@Nullable Source given) {
        if (given == null) {
            if (action == Action.GENERATE || action == Action.REFINE || action == Action.RESTORE) {
                return null;
            }
            throw ApiProblem.broken(
                    FieldRule.REQUIRED,
                    "source",
                    Map.of(),
                    "source is required for "
                            + Snapshot.word(action)
                            + ": give the request_id of the earlier request.");
        }
        if (action == Action.GENERATE) {
            throw ApiProblem.invalid(
                    "source",
                    "source has no meaning for Generate: leave it out, or choose an action that"
                            + " starts from an earlier request.");
        }
        if (given.requestId() == null) {
            throw ApiProblem.broken(
                    FieldRule.REQUIRED,
                    "source.request_id",
                    Map.of(),
                    "source.request_id is required: give the request_id of the earlier request.");
        }
        var index = given.imageIndex();
        if (index != null && (index < 0 || index > 7)) {
            throw FieldProblems.outOfRange(
                    "source.image_index",
                    Range.whole(0, 7),
                    index.toString(),
                    "source.image_index must be from 0 to 7: leave it out if all images are"
                            + " meant.");
        }
        return new Source(given.requestId().toString(), index);
    }

    private static boolean needsInstruction(Action action, boolean givenPrompt) {
        return action == Action.REFINE || (action == Action.GENERATE && !givenPrompt);
    }

    private static @Nullable String instruction(@Nullable String text, boolean needed) {
        if (text == null && !needed) {
            return null;
        }
        if (text == null || text.isBlank()) {
            throw ApiProblem.broken(
                    FieldRule.REQUIRED,
                    "instruction",
                    Map.of(
                            "bound_max",
                            String.valueOf(GenerationRequestSpec.INSTRUCTION_CHARS_MAX)),
                    "instruction must not be empty or only spaces: say in 1 to 2000 characters what"
                            + " the picture should show or what should change"
                            + (needed ? "." : ", or leave it out."));
        }
        return text("instruction", text, GenerationRequestSpec.INSTRUCTION_CHARS_MAX, CONTROL);
    }

    private static String id(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw FieldProblems.required(field, ID_CHARS_MAX);
        }
        return text(field, text, ID_CHARS_MAX, NOT_ONE_LINE);
    }

    private static @Nullable String locale(@Nullable String locale) {
        if (locale != null && (locale.length() > 16 || !LOCALE.matcher(locale).matches())) {
            throw FieldProblems.wrongType(
                    "locale",
                    "tag",
                    "locale must be a language tag of at most 16 characters: send ja or en-US, for"
                            + " example, or leave it out.");
        }
        return locale;
    }

    private static String pool(@Nullable String pool, String defaultPool) {
        if (pool == null) {
            return defaultPool;
        }
        if (!DNS_LABEL.matcher(pool).matches()) {
            throw FieldProblems.wrongType(
                    "pool",
                    "name",
                    "pool must be the name of a GenerationPool, which is 1 to 63 small letters,"
                            + " digits and dashes: leave it out for the default pool.");
        }
        return pool;
    }

    private static @Nullable Parameters parameters(GenerateInput.@Nullable Parameters given) {
        if (given == null) {
            return null;
        }
        var width = side("parameters.width", given.width());
        var height = side("parameters.height", given.height());
        var imageCount = whole("parameters.image_count", given.imageCount(), 1, 8);
        pixels(width, height, imageCount);
        return new Parameters(
                prompt(given.prompt()),
                optional(
                        "parameters.negative_prompt",
                        given.negativePrompt(),
                        Parameters.PROMPT_CHARS_MAX,
                        CONTROL),
                name("parameters.model", given.model()),
                loras(given.loras()),
                whole("parameters.steps", given.steps(), 1, 150),
                cfgScale(given.cfgScale()),
                name("parameters.sampler", given.sampler()),
                name("parameters.scheduler", given.scheduler()),
                seed(given.seed()),
                width,
                height,
                imageCount);
    }

    private static @Nullable String prompt(@Nullable String prompt) {
        if (prompt != null && prompt.isBlank()) {
            throw FieldProblems.wrongType(
                    "parameters.prompt",
                    "text",
                    "parameters.prompt must not be empty or only spaces: leave it out and the"
                            + " prompt is written for you.");
        }
        return optional("parameters.prompt", prompt, Parameters.PROMPT_CHARS_MAX, CONTROL);
    }

    private static @Nullable String name(String field, @Nullable String name) {
        if (name != null && name.isBlank()) {
            throw FieldProblems.wrongType(
                    field, "name", field + " must not be empty: leave it out for the default.");
        }
        return optional(field, name, NAME_CHARS_MAX, NOT_ONE_LINE);
    }

    private static @Nullable Integer side(String field, @Nullable Integer side) {
        if (side != null && (side < 64 || side > 2048 || side % 8 != 0)) {
            throw FieldProblems.notAMultiple(field, side);
        }
        return side;
    }

    private static void pixels(
            @Nullable Integer width, @Nullable Integer height, @Nullable Integer imageCount) {
        var pixels =
                (long) (width == null ? 64 : width)
                        * (height == null ? 64 : height)
                        * (imageCount == null ? 1 : imageCount);
        if (pixels > Parameters.PIXELS_MAX) {
            throw ApiProblem.broken(
                    FieldRule.TOO_MANY_PIXELS,
                    "parameters",
                    Map.of("bound_max", String.valueOf(Parameters.PIXELS_MAX)),
                    "width x height x image_count must be at most "
                            + Parameters.PIXELS_MAX
                            + " pixels, which is 8 images of 1024x1024 or 2 of 2048x2048: use"
                            + " smaller sides or fewer images.");
        }
    }

    private static @Nullable Integer whole(
            String field, @Nullable Integer value, int min, int max) {
        if (value != null && (value < min || value > max)) {
            throw FieldProblems.outOfRange(
                    field,
                    Range.whole(min, max),
                    value.toString(),
                    field
                            + " must be from "
                            + min
                            + " to "
                            + max
                            + ": leave it out for the default.");
        }
        return value;
    }

    private static @Nullable Long seed(@Nullable Long seed) {
        if (seed != null && (seed < -1 || seed > 4294967295L)) {
            throw FieldProblems.outOfRange(
                    "parameters.seed",
                    Range.whole(-1, 4294967295L),
                    seed.toString(),
                    "parameters.seed must be from 0 to 4294967295, or -1 for a random one.");
        }
        return seed;
    }

    private static @Nullable String cfgScale(@Nullable BigDecimal scale) {
        if (scale == null) {
            return null;
        }
        if (!CFG_SCALE.has(scale)) {
            throw FieldProblems.outOfRange(
                    "parameters.cfg_scale",
                    CFG_SCALE,
                    scale.toString(),
                    "parameters.cfg_scale must be from 1.0 to 30.0 with at most two decimal"
                            + " places: leave it out for the default.");
        }
        return plain(scale);
    }

    private static List<Parameters.Lora> loras(@Nullable List<Lora> given) {
        var loras = new ArrayList<Parameters.Lora>();
        if (given == null) {
            return loras;
        }
        if (given.size() > LORAS_MAX) {
            throw FieldProblems.tooManyEntries("parameters.loras", LORAS_MAX);
        }
        var names = new HashSet<String>();
        for (int i = 0; i < given.size(); i++) {
            var field = "parameters.loras[" + i + "]";
            var lora = lora(field, given.get(i));
            if (!names.add(lora.name())) {
                throw FieldProblems.givenTwice(field, lora.name());
            }
            loras.add(lora);
        }
        return loras;
    }

    private static Parameters.Lora lora(String field, @Nullable Lora lora) {
        if (lora == null || lora.name() == null || lora.name().isBlank()) {
            throw ApiProblem.broken(
                    FieldRule.REQUIRED,
                    field + ".name",
                    Map.of("bound_max", String.valueOf(NAME_CHARS_MAX)),
                    field + ".name is required: give the LoRA's file stem.");
        }
        var name = text(field + ".name", lora.name(), NAME_CHARS_MAX, NOT_IN_LORA_NAMES);
        var weight = lora.weight();
        if (weight == null) {
            return new Parameters.Lora(name, null);
        }
        if (!LORA_WEIGHT.has(weight)) {
            throw FieldProblems.outOfRange(
                    field + ".weight",
                    LORA_WEIGHT,
                    weight.toString(),
                    field
                            + ".weight must be from -2.00 to 2.00 with at most two decimal places:"
                            + " 0.8 is usual.");
        }
        return new Parameters.Lora(name, plain(weight));
    }

    /** Trailing zeros beyond two places are spelling, not precision. */
    private static String plain(BigDecimal number) {
        return number.scale() <= 2 && number.scale() >= 0
                ? number.toPlainString()
                : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String optional(
            String field, @Nullable String text, int charsMax, Pattern forbidden) {
        return text == null ? null : text(field, text, charsMax, forbidden);
    }

    private static String text(String field, String text, int charsMax, Pattern forbidden) {
        var chars = text.codePointCount(0, text.length());
        if (chars > charsMax) {
            throw FieldProblems.tooLong(field, chars, charsMax);
        }
        if (forbidden.matcher(text).find() || hasLoneSurrogate(text)) {
            throw FieldProblems.forbiddenCharacters(field);
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
