package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Promises;
import dev.easel.bot.request.Requests;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.dv8tion.jda.api.interactions.IntegrationType;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;

class CommandSetTest {
    private static final Pattern NAME = Pattern.compile("[-_'\\p{L}\\p{N}]{1,32}");
    private static final int COMMAND_CHARS_MAX = 8000;

    private static final List<SlashCommandData> SHAPES = shapes();

    @Test
    void hasEveryCommand() {
        assertThat(SHAPES)
                .extracting(SlashCommandData::getName)
                .containsExactly(
                        "generate",
                        "settings",
                        "reset",
                        "lora",
                        "queue",
                        "cancel",
                        "history",
                        "forget",
                        "doctor",
                        "ping",
                        "help");
    }

    /** Files that users add vanish from Discord after a time of its own; the bot wants none. */
    @Test
    void isOfServersOnlyAndTakesNoFilesAndHasNothingInMenus() {
        assertThat(SHAPES)
                .allSatisfy(c -> {
                    assertThat(c.getType()).isEqualTo(Command.Type.SLASH);
                    assertThat(c.getContexts()).containsExactly(InteractionContextType.GUILD);
                    assertThat(c.getIntegrationTypes())
                            .containsExactly(IntegrationType.GUILD_INSTALL);
                });
        assertThat(SHAPES.stream().flatMap(c -> within(c.toData())))
                .noneMatch(node -> node.getInt("type", 0) == OptionType.ATTACHMENT.getKey());
    }

    @Test
    void namesAndDescribesAllInJapaneseAndEnglish() {
        assertThat(SHAPES.stream().flatMap(c -> within(c.toData())))
                .allSatisfy(node -> {
                    for (var field : List.of("name_localizations", "description_localizations")) {
                        assertThat(node.getObject(field).keys())
                                .as(node.getString("name") + " " + field)
                                .contains("ja", "en-US");
                    }
                });
    }

    @Test
    void usesOnlyNamesThatDiscordTakesEachOnceInEachLanguage() {
        assertThat(SHAPES.stream().flatMap(c -> within(c.toData())))
                .allSatisfy(node -> {
                    var names = new ArrayList<>(List.of(node.getString("name")));
                    node.getObject("name_localizations")
                            .toMap()
                            .values()
                            .forEach(n -> names.add(n.toString()));
                    assertThat(names).allMatch(n -> NAME.matcher(n).matches());
                    assertThat(names).allMatch(n -> n.equals(n.toLowerCase(java.util.Locale.ROOT)));
                });
        assertUnique(SHAPES.stream().map(SlashCommandData::toData).toList());
    }

    private static void assertUnique(List<DataObject> siblings) {
        for (var language : List.of("ja", "en-US")) {
            assertThat(siblings)
                    .extracting(n -> n.getObject("name_localizations").getString(language))
                    .doesNotHaveDuplicates();
        }
        siblings.forEach(n -> assertUnique(options(n)));
    }

    @Test
    void keepsEachCommandWithinEightThousandCharacters() {
        assertThat(SHAPES)
                .allSatisfy(c ->
                        assertThat(chars(c.toData()))
                                .as(c.getName())
                                .isPositive()
                                .isLessThanOrEqualTo(COMMAND_CHARS_MAX));
    }

    @Test
    void keepsNoCommandFromAnyoneByDefault() {
        assertThat(SHAPES)
                .allSatisfy(
                        c -> assertThat(c.getDefaultPermissions().getPermissionsRaw()).isNull());
    }

    @Test
    void hashesASetTheSameInAnyOrder() {
        List<CommandData> again =
                SHAPES.reversed().stream()
                        .map(c -> CommandData.fromData(c.toData()))
                        .collect(Collectors.toList());

        assertThat(CommandSet.hash(again)).isEqualTo(CommandSet.hash(SHAPES));
        assertThat(CommandSet.hash(SHAPES.subList(0, 2))).isNotEqualTo(CommandSet.hash(SHAPES));
    }

    private static Stream<DataObject> within(DataObject node) {
        return Stream.concat(
                Stream.of(node), options(node).stream().flatMap(CommandSetTest::within));
    }

    private static List<DataObject> options(DataObject node) {
        return node.optArray("options").map(CommandSetTest::objects).orElse(List.of());
    }

    private static List<DataObject> objects(DataArray array) {
        return array.stream(DataArray::getObject).toList();
    }

    /** As Discord counts: of a localised text the longest, and the values of choices. */
    private static int chars(DataObject node) {
        int chars = longest(node, "name") + longest(node, "description");
        for (var option : options(node)) {
            chars += chars(option);
        }
        for (var choice : node.optArray("choices").map(CommandSetTest::objects).orElse(List.of())) {
            chars += longest(choice, "name") + choice.getString("value").length();
        }
        return chars;
    }

    private static int longest(DataObject node, String field) {
        var longest = node.getString(field, "").length();
        var localised = node.optObject(field + "_localizations").orElse(DataObject.empty());
        for (var text : localised.toMap().values()) {
            longest = Math.max(longest, text.toString().length());
        }
        return longest;
    }

    private static List<SlashCommandData> shapes() {
        return commands(new Calls(new SimpleMeterRegistry(), Pace.USUAL)).shapes();
    }

    /** The commands with nothing behind them. */
    static CommandSet commands(Calls calls) {
        var api = new Api(URI.create("http://127.0.0.1:1"), Path.of("none"));
        try (var client = new KubernetesClientBuilder().build()) {
            var services =
                    new Services(
                            calls,
                            new Requests(client, "none"),
                            new Promises(client, "none", "none"),
                            api,
                            new Catalogue(api, "default"),
                            "default",
                            Pictures.ANY,
                            Clock.systemUTC());
            var answers = new Answers(calls);
            var refining = new Refining(false);
            return CommandSet.of(
                    services, answers, refining, new Fulfilment(services, answers, refining));
        }
    }
}
