package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Discord demands of a command before it registers it. */
final class CommandRules {
    static final int SUBCOMMAND = 1;
    static final int SUBCOMMAND_GROUP = 2;

    private static final int CHARS_MAX = 8000;
    private static final int DESCRIPTION_CHARS_MAX = 100;
    private static final int OPTIONS_MAX = 25;
    private static final int CHOICES_MAX = 25;
    private static final Pattern NAME =
            Pattern.compile("[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}");

    private CommandRules() {}

    static void check(JsonNode command, String path) {
        var type = command.path("type").asInt(Commands.CHAT_INPUT);
        if (type != Commands.CHAT_INPUT) {
            var length = command.path("name").asText("").length();
            if (length < 1 || length > 32) {
                throw DiscordError.invalid(
                        path + "name",
                        "BASE_TYPE_BAD_LENGTH",
                        "Must be between 1 and 32 in length.");
            }
            return;
        }
        named(command, path);
        options(command.path("options"), path + "options");
        if (chars(command) > CHARS_MAX) {
            throw DiscordError.invalid(
                    path + "_",
                    "APPLICATION_COMMAND_TOO_LARGE",
                    "Command exceeds maximum size (8000)");
        }
    }

    private static void named(JsonNode node, String path) {
        name(node.path("name").asText(""), path + "name");
        node.path("name_localizations")
                .fields()
                .forEachRemaining(l ->
                        name(l.getValue().asText(), path + "name_localizations." + l.getKey()));
        description(node.path("description").asText(""), path + "description");
        node.path("description_localizations")
                .fields()
                .forEachRemaining(l ->
                        description(
                                l.getValue().asText(),
                                path + "description_localizations." + l.getKey()));
    }

    private static void name(String name, String path) {
        if (!NAME.matcher(name).matches() || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw DiscordError.invalid(
                    path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }
    }

    private static void description(String description, String path) {
        if (description.isEmpty() || description.length() > DESCRIPTION_CHARS_MAX) {
            throw DiscordError.invalid(
                    path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        }
    }

    private static void options(JsonNode options, String path) {
        if (options.size() > OPTIONS_MAX) {
            throw DiscordError.invalid(
                    path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        var names = new HashSet<String>();
        var localized = new HashSet<String>();
        var optionalSeen = false;
        for (var i = 0; i < options.size(); i++) {
            var option = options.get(i);
            var at = path + "." + i + ".";
            named(option, at);
            if (!names.add(option.path("name").asText())) {
                throw DiscordError.invalid(
                        at + "name",
                        "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE",
                        "Option names must be unique");
            }
            for (var name : option.path("name_localizations").properties()) {
                if (!localized.add(name.getKey() + name.getValue().asText())) {
                    throw DiscordError.invalid(
                            at + "name_localizations." + name.getKey(),
                            "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE",
                            "Option names must be unique");
                }
            }
            var type = option.path("type").asInt();
            if (type == SUBCOMMAND || type == SUBCOMMAND_GROUP) {
                options(option.path("options"), at + "options");
                continue;
            }
            if (option.path("required").asBoolean() && optionalSeen) {
                throw DiscordError.invalid(
                        at + "required",
                        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                        "Required options must be placed before non-required options");
            }
            optionalSeen |= !option.path("required").asBoolean();
            choices(option, at);
        }
    }

    private static void choices(JsonNode option, String path) {
        var choices = option.path("choices");
        if (choices.size() > CHOICES_MAX) {
            throw DiscordError.invalid(
                    path + "choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        if (!choices.isEmpty() && option.path("autocomplete").asBoolean()) {
            throw DiscordError.invalid(
                    path + "choices",
                    "APPLICATION_COMMAND_AUTOCOMPLETE_NO_CHOICES",
                    "Autocomplete options cannot have choices");
        }
        for (var i = 0; i < choices.size(); i++) {
            choice(choices.get(i), path + "choices." + i);
        }
    }

    /** A choice of a command or of an autocompletion. */
    static void choice(JsonNode choice, String path) {
        var length = choice.path("name").asText("").length();
        if (length < 1 || length > 100) {
            throw DiscordError.badLength(path + ".name", 1, 100);
        }
        if (choice.path("value").isTextual() && choice.path("value").asText().length() > 100) {
            throw DiscordError.tooLong(path + ".value", 100);
        }
    }

    /** Names, descriptions and values together; of a localised text the longest counts. */
    private static int chars(JsonNode node) {
        var chars = longest(node, "name") + longest(node, "description");
        for (var option : node.path("options")) {
            chars += chars(option);
        }
        for (var choice : node.path("choices")) {
            chars += longest(choice, "name");
            chars += choice.path("value").isTextual() ? choice.path("value").asText().length() : 0;
        }
        return chars;
    }

    private static int longest(JsonNode node, String field) {
        var longest = node.path(field).asText("").length();
        for (var localized : node.path(field + "_localizations")) {
            longest = Math.max(longest, localized.asText().length());
        }
        return longest;
    }
}
