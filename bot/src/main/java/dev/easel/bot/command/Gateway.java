package dev.easel.bot.command;

import dev.easel.bot.conversation.Ears;
import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Recent;
import dev.easel.bot.request.DiscordTrouble;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.message.MessageUpdateEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.requests.CloseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one listener: every event comes here, on a virtual thread of its own, and is handed on. */
public final class Gateway extends ListenerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private static final Duration MEMORY = Duration.ofMinutes(30);
    private static final Duration SYNC_MAX = Duration.ofMillis(1500);

    private final Calls calls;
    private final Answers answers;
    private final Fulfilment fulfilment;
    private final CommandSet commands;
    private final ResultActions actions;
    private final Buttons buttons;
    private final Ears ears;
    private final Recent interactions = new Recent(MEMORY);
    private final CountDownLatch watching = new CountDownLatch(1);
    private final CompletableFuture<Optional<CloseCode>> ended = new CompletableFuture<>();

    public Gateway(Services services, Ears ears) {
        this.calls = services.calls();
        this.ears = ears;
        this.answers = new Answers(calls);
        var refining = new Refining(ears.hearing().hidden());
        this.fulfilment = new Fulfilment(services, answers, refining);
        this.commands = CommandSet.of(services, answers, refining, fulfilment);
        this.actions = new ResultActions(services, answers);
        this.buttons =
                new Buttons(
                        services,
                        answers,
                        new CancelCommand(services, answers),
                        actions,
                        new ResultDeletion(calls, answers, services.requests(), services.api()));
    }

    /**
     * From now on the watch knows every request, so that buttons find theirs, and what was missed
     * comes before what is said now.
     */
    public void watching(JDA jda) {
        ears.catchUp().run(jda);
        watching.countDown();
    }

    /** Goes on with what processes before this one promised; the watch has to be complete. */
    public void resume(JDA jda, Executor executor) {
        fulfilment.resume(jda, executor);
    }

    /** Completes when the connection is over for good, with Discord's reason if it gave one. */
    public CompletableFuture<Optional<CloseCode>> ended() {
        return ended;
    }

    @Override
    public void onReady(ReadyEvent event) {
        log.atInfo().addKeyValue("guilds", event.getGuildTotalCount()).log("connected to Discord");
        try {
            commands.register(event.getJDA(), calls);
        } catch (DiscordFailure e) {
            log.atError()
                    .addKeyValue("discord.code", e.code())
                    .setCause(e)
                    .log("commands not registered");
        }
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        var texts = texts(event);
        handle(
                event,
                texts,
                () -> {
                    var command = commands.named(event.getName()).orElse(null);
                    if (command == null) {
                        answers.refuse(event, Key.ERROR_STALE, texts);
                        return;
                    }
                    if (command.needsAllRequests()) {
                        awaitWatch();
                    }
                    command.handle(event, texts);
                });
    }

    /** Nobody is told of what goes wrong here: whoever types sees an empty list. */
    @Override
    public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
        try {
            var texts = Texts.of(event.getUserLocale().getLocale());
            var choices =
                    commands.named(event.getName())
                            .map(c -> c.complete(event, texts))
                            .orElseGet(List::of);
            calls.acknowledge(() -> event.replyChoices(choices));
        } catch (DiscordFailure e) {
            // Whoever typed on has the answer to a later question.
            log.atDebug().addKeyValue("discord.code", e.code()).log("choices came too late");
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("discord.interaction", event.getId())
                    .setCause(e)
                    .log("no choices found");
        }
    }

    @Override
    public void onButtonInteraction(ButtonInteractionEvent event) {
        var texts = texts(event);
        handle(
                event,
                texts,
                () -> {
                    awaitWatch();
                    if (!ears.questions().handle(event, texts)
                            && commands.all().stream().noneMatch(c -> c.press(event, texts))) {
                        buttons.handle(event, texts);
                    }
                });
    }

    @Override
    public void onModalInteraction(ModalInteractionEvent event) {
        var texts = texts(event);
        handle(event, texts, () -> actions.handle(event, texts));
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        try {
            watching.await();
            ears.conversation().received(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onMessageUpdate(MessageUpdateEvent event) {
        ears.conversation().edited(event);
    }

    /** A new session does not repeat what was said since the last one. */
    @Override
    public void onSessionRecreate(SessionRecreateEvent event) {
        ears.catchUp().run(event.getJDA());
    }

    @Override
    public void onSessionDisconnect(SessionDisconnectEvent event) {
        log.atWarn()
                .addKeyValue("discord.close", String.valueOf(event.getCloseCode()))
                .log("connection to Discord lost; it is made again");
    }

    @Override
    public void onSessionInvalidate(SessionInvalidateEvent event) {
        log.warn("Discord ended the session; a new one follows");
    }

    @Override
    public void onShutdown(ShutdownEvent event) {
        ended.complete(Optional.ofNullable(event.getCloseCode()));
    }

    /** Discord may send an event twice; each interaction is handled once. */
    private void handle(IReplyCallback event, Texts texts, Runnable handler) {
        if (!interactions.first(event.getId())) {
            return;
        }
        try {
            handler.run();
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("discord.interaction", event.getId())
                    .setCause(e)
                    .log("interaction failed");
            trouble(e, event, texts).ifPresent(text -> apologise(event, text));
        }
    }

    private static Optional<String> trouble(RuntimeException e, IReplyCallback event, Texts texts) {
        return e instanceof DiscordFailure failure && event.getGuildChannel() != null
                ? DiscordTrouble.text(failure, event.getGuildChannel(), event.getId(), texts)
                : Optional.of(texts.withId(texts.get(Key.ERROR_INTERNAL), event.getId()));
    }

    private void apologise(IReplyCallback event, String text) {
        try {
            if (event.isAcknowledged()) {
                answers.edit(event.getHook(), text);
            } else {
                answers.privately(event, text);
            }
        } catch (DiscordFailure e) {
            log.atWarn()
                    .addKeyValue("discord.interaction", event.getId())
                    .addKeyValue("discord.code", e.code())
                    .log("the user could not be told");
        }
    }

    private void awaitWatch() {
        try {
            // Beyond this the three seconds for the answer would be over.
            if (!watching.await(SYNC_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the watch is not complete yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Texts texts(IReplyCallback event) {
        return Texts.of(event.getUserLocale().getLocale());
    }
}
