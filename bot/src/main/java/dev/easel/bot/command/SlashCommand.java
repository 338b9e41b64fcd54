package dev.easel.bot.command;

import dev.easel.bot.text.Texts;
import java.util.List;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** One slash command: how Discord shows it, and what it does. Every call is on its own thread. */
interface SlashCommand {
    /** As it is registered; its name is how it is found again. */
    SlashCommandData shape();

    void handle(SlashCommandInteractionEvent event, Texts texts);

    /** Whether it needs every request, so that it waits a moment for the watch at a start. */
    default boolean needsAllRequests() {
        return false;
    }

    /**
     * What could be meant by what is typed so far, from memory alone: Discord's clients wait for it
     * at every key.
     */
    default List<Choice> complete(CommandAutoCompleteInteractionEvent event, Texts texts) {
        return List.of();
    }

    /** Handles a press if the button is on one of its answers. */
    default boolean press(ButtonInteractionEvent event, Texts texts) {
        return false;
    }
}
