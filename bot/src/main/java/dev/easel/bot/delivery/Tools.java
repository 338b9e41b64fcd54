package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Requests;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What every follower works with. */
record Tools(
        Requests requests,
        Targets targets,
        Calls calls,
        Posts posts,
        Api api,
        MeterRegistry meters,
        Clock clock) {}
