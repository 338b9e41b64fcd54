package dev.easel.bot.conversation;

import dev.easel.bot.conversation.Conversation.Hearing;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Requests;
import java.time.Clock;
import java.util.concurrent.Executor;

/** All that listens to what people write. */
public record Ears(
        Hearing hearing, Conversation conversation, Questions questions, CatchUp catchUp) {

    public static Ears of(
            Calls calls,
            Requests requests,
            Api api,
            String pool,
            Hearing hearing,
            Executor executor,
            Clock clock) {
        var questions = new Questions(calls, requests, pool);
        var conversation =
                new Conversation(calls, requests, api, pool, hearing, questions, executor, clock);
        return new Ears(
                hearing,
                conversation,
                questions,
                new CatchUp(calls, requests, api, conversation, clock));
    }
}
