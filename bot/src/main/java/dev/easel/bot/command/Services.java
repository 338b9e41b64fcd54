package dev.easel.bot.command;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Promises;
import dev.easel.bot.request.Requests;
import java.time.Clock;

/**
 * What commands work with.
 *
 * @param pool where requests go
 * @param pictures where pictures may be shown
 */
public record Services(
        Calls calls,
        Requests requests,
        Promises promises,
        Api api,
        Catalogue catalogue,
        String pool,
        Pictures pictures,
        Clock clock) {}
