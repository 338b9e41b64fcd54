package dev.easel.sandbox.discord;

/** An account. The bot has one too. */
public record User(String id, String name, String displayName, String locale, boolean bot) {}
