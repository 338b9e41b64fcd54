package dev.easel.bot.command;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Requests;

/**
 * What commands work with.
 *
 * @param pool where requests go
 */
public record Services(Calls calls, Requests requests, Api api, Catalogue catalogue, String pool) {}
