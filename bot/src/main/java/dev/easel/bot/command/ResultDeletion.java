package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.CustomId;
import dev.easel.bot.discord.CustomId.Action;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a result: asks once, then removes its posts, and if so wished what is stored of it. The
 * ids of the buttons say all there is to know, so it works for results of any age; a repeat finds
 * less to delete and harms nothing. What is already written down as delivered is never posted
 * again.
 */
final class ResultDeletion {
    private static final Logger log = LoggerFactory.getLogger(ResultDeletion.class);

    private final Calls calls;
    private final Answers answers;
    private final Requests requests;
    private final Api api;

    ResultDeletion(Calls calls, Answers answers, Requests requests, Api api) {
        this.calls = calls;
        this.answers = answers;
        this.requests = requests;
        this.api = api;
    }

    /** Who asked for a result, and in which guild. */
    private record Asker(@Nullable String guildId, @Nullable String userId) {}

    /** What someone may do with a result. */
    private enum Right {
        NONE,
        /** Its posts are in their care, what is stored belongs to another guild or to nobody. */
        POSTS,
        ALL
    }

    void handle(ButtonInteractionEvent event, CustomId id, Texts texts) {
        if (id.action() == Action.DELETE) {
            answers.defer(event, true).ifPresent(hook -> show(hook, question(event, id, texts)));
        } else if (answers.deferEdit(event)) {
            var hook = InteractionHook.from(event.getJDA(), event.getToken());
            show(hook, deleted(event, id, texts));
        }
    }

    private void show(InteractionHook hook, List<MessageTopLevelComponent> parts) {
        answers.edit(hook, () -> parts);
    }

    private List<MessageTopLevelComponent> question(
            ButtonInteractionEvent event, CustomId id, Texts texts) {
        var refusal = refusal(event, id, texts);
        if (refusal.isPresent()) {
            return text(refusal.get());
        }
        var buttons = new ArrayList<Button>();
        var posts = new CustomId(Action.DELETE_POSTS, id.uid(), event.getMessageId());
        buttons.add(Button.danger(posts.text(), texts.get(Key.DELETE_POSTS)));
        if (right(event, id.uid()) == Right.ALL) {
            var all = new CustomId(Action.DELETE_ALL, id.uid(), event.getMessageId());
            buttons.add(Button.danger(all.text(), texts.get(Key.DELETE_ALL)));
        }
        return List.of(TextDisplay.of(texts.get(Key.DELETE_ASK)), ActionRow.of(buttons));
    }

    private List<MessageTopLevelComponent> deleted(
            ButtonInteractionEvent event, CustomId id, Texts texts) {
        var refusal = refusal(event, id, texts);
        if (refusal.isPresent()) {
            return text(refusal.get());
        }
        boolean all = id.action() == Action.DELETE_ALL;
        if (all && right(event, id.uid()) != Right.ALL) {
            return text(Refusal.of(event.getId(), Key.ERROR_OWNER, texts));
        }
        int posts = deletePosts(event, id);
        log.atInfo()
                .addKeyValue("request.id", id.uid())
                .addKeyValue("posts", posts)
                .addKeyValue("stored", all)
                .log("result deleted");
        if (!all) {
            return text(texts.get(Key.DELETE_DONE, posts));
        }
        try {
            api.delete(id.uid());
            return text(texts.get(Key.DELETE_DONE_ALL, posts));
        } catch (ApiUnavailable e) {
            log.atWarn()
                    .addKeyValue("request.id", id.uid())
                    .addKeyValue("cause", e.getMessage())
                    .log("stored result not deleted");
            return List.of(
                    TextDisplay.of(texts.get(Key.DELETE_KEPT, posts, id.uid().substring(0, 8))),
                    ActionRow.of(Button.danger(id.text(), texts.get(Key.DELETE_ALL))));
        }
    }

    /** Why nothing can be deleted now, if so. */
    private Optional<String> refusal(ButtonInteractionEvent event, CustomId id, Texts texts) {
        try {
            if (right(event, id.uid()) == Right.NONE) {
                return Optional.of(Refusal.of(event.getId(), Key.ERROR_OWNER, texts));
            }
        } catch (ApiUnavailable e) {
            return Optional.of(Refusal.of(event.getId(), Key.ERROR_API, texts));
        }
        // A part that is posted later would stand there alone.
        boolean posting = requests.byUid(id.uid()).filter(r -> !isDelivered(r)).isPresent();
        return posting ? Optional.of(texts.get(Key.DELETE_EARLY)) : Optional.empty();
    }

    private Right right(ButtonInteractionEvent event, String uid) {
        var member = event.getMember();
        if (member == null) {
            return Right.NONE;
        }
        boolean moderates =
                member.hasPermission(event.getGuildChannel(), Permission.MESSAGE_MANAGE);
        var asker = asker(uid).orElse(null);
        if (asker != null && member.getId().equals(asker.userId())) {
            return Right.ALL;
        }
        if (!moderates) {
            return Right.NONE;
        }
        var here = member.getGuild().getId();
        return asker != null && here.equals(asker.guildId()) ? Right.ALL : Right.POSTS;
    }

    private Optional<Asker> asker(String uid) {
        var present = requests.byUid(uid).map(r -> r.getSpec().requester());
        if (present.isPresent()) {
            return present.map(r -> new Asker(r.tenant(), r.userID()));
        }
        return api.found(uid).map(d -> new Asker(d.guildId(), d.userId()));
    }

    private int deletePosts(ButtonInteractionEvent event, CustomId id) {
        var channel = (GuildMessageChannel) event.getGuildChannel();
        var ids = new LinkedHashSet<String>();
        requests.byUid(id.uid()).ifPresent(r -> ids.addAll(written(r, channel)));
        ids.addAll(OwnMessages.near(calls, channel, id.uid(), id.place()));
        int deleted = 0;
        for (var message : ids) {
            try {
                calls.repeated(() -> channel.deleteMessageById(message));
                deleted++;
            } catch (DiscordFailure e) {
                if (e.kind() != DiscordFailure.Kind.MESSAGE_GONE) {
                    throw e;
                }
            }
        }
        return deleted;
    }

    private static List<String> written(GenerationRequest request, GuildMessageChannel channel) {
        var delivery = request.getStatus() == null ? null : request.getStatus().delivery();
        return delivery == null || !channel.getId().equals(delivery.threadID())
                ? List.of()
                : delivery.messageIDs();
    }

    private static boolean isDelivered(GenerationRequest request) {
        return request.getStatus() != null
                && request.getStatus()
                        .condition(Condition.DELIVERED)
                        .filter(c -> c.status() == ConditionStatus.TRUE)
                        .isPresent();
    }

    private static List<MessageTopLevelComponent> text(String text) {
        return List.of(TextDisplay.of(text));
    }
}
