package dev.easel.bot.command;

import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.Size;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.SettingKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;

/** Which values could be meant by what was typed for a setting; whether it is right, api says. */
final class SettingChoices {
    /** A number's bounds and the values that people choose most. */
    private record Range(String least, String most, List<String> usual) {
        static Range of(long least, long most, String... usual) {
            return new Range(Long.toString(least), Long.toString(most), List.of(usual));
        }
    }

    private SettingChoices() {}

    static List<Choice> of(SettingKey key, String typed, Catalogue catalogue, Texts texts) {
        return range(key)
                .map(r -> numbers(r, typed, texts))
                .orElseGet(() ->
                        key == SettingKey.LORAS
                                ? loras(catalogue.loras(), typed)
                                : Suggestions.choices(names(key, catalogue), typed));
    }

    /** The value that was chosen, where a choice was too short for all of it. */
    static String chosen(SettingKey key, String value, Catalogue catalogue) {
        return Suggestions.chosen(names(key, catalogue), value);
    }

    private static Collection<String> names(SettingKey key, Catalogue catalogue) {
        return switch (key) {
            case MODEL -> catalogue.modelNames();
            case SAMPLER -> catalogue.samplers();
            case SCHEDULER -> catalogue.schedulers();
            default -> List.of();
        };
    }

    private static Optional<Range> range(SettingKey key) {
        return switch (key) {
            case STEPS -> Optional.of(Range.of(1, 150, "20", "25", "30", "40"));
            case CFG_SCALE -> Optional.of(Range.of(1, 30, "7", "5", "4.5", "3.5"));
            case SEED -> Optional.of(Range.of(Instruction.SEED_MIN, Instruction.SEED_MAX, "-1"));
            case WIDTH, HEIGHT ->
                    Optional.of(
                            Range.of(
                                    Size.SIDE_MIN,
                                    Size.SIDE_MAX,
                                    "512",
                                    "768",
                                    "832",
                                    "1024",
                                    "1216"));
            case IMAGE_COUNT ->
                    Optional.of(
                            Range.of(
                                    Instruction.COUNT_MIN,
                                    Instruction.COUNT_MAX,
                                    "1",
                                    "2",
                                    "4",
                                    "8"));
            case MODEL, LORAS, PROMPT_SUFFIX, NEGATIVE_PROMPT, SAMPLER, SCHEDULER ->
                    Optional.empty();
        };
    }

    /** What was typed first, then the usual ones, each with the bounds beside it. */
    private static List<Choice> numbers(Range range, String typed, Texts texts) {
        var wanted = Suggestions.fold(typed);
        var own = wanted.matches("-?[0-9]+([.][0-9]+)?") ? Stream.of(wanted) : Stream.<String>of();
        var usual = range.usual().stream().filter(v -> v.startsWith(wanted) && !v.equals(wanted));
        return Stream.concat(own, usual)
                .map(v ->
                        Suggestions.choice(
                                texts.get(Key.CHOICE_RANGE, v, range.least(), range.most()), v))
                .toList();
    }

    /** Completes the last of several LoRAs and keeps those before it. */
    private static List<Choice> loras(Collection<String> names, String typed) {
        int comma = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('、'));
        var before = typed.substring(0, comma + 1);
        var last = typed.substring(comma + 1).strip();
        int colon = last.lastIndexOf(':');
        if (colon >= 0) {
            return List.of(Suggestions.choice(typed, typed));
        }
        var gap = before.isEmpty() ? "" : " ";
        return Suggestions.of(names, last).stream()
                .map(n -> before + gap + n)
                // A choice that is cut would name another LoRA.
                .filter(v -> v.length() <= Suggestions.CHOICE_CHARS_MAX)
                .map(v -> Suggestions.choice(v, v))
                .toList();
    }
}
