package dev.easel.bot.delivery;

import dev.easel.bot.card.CardBudget;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.live.Api;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What every follower works with.
 *
 * @param tokenRefused told when Discord does not take the token any more
 */
record Tools(
        Targets targets,
        Calls calls,
        Posts posts,
        Ledger ledger,
        CardBudget budget,
        Api api,
        MeterRegistry meters,
        Clock clock,
        Pace pace,
        Pictures pictures,
        Runnable tokenRefused) {}
