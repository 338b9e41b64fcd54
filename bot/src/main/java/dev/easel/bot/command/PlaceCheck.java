package dev.easel.bot.command;

import dev.easel.bot.discord.Pictures;
import dev.easel.bot.request.Place;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;

/** What the bot may do in one channel or thread, and what Discord lets it see and send there. */
final class PlaceCheck {
    private PlaceCheck() {}

    /**
     * @param hidden whether Discord hides what is not said to us
     */
    static List<Finding> of(GuildChannel channel, boolean hidden, Pictures pictures, Texts texts) {
        var findings = new ArrayList<Finding>();
        Place.needed(channel).forEach(p -> findings.add(permission(channel, p, true, texts)));
        useful(channel).forEach(p -> findings.add(permission(channel, p, false, texts)));
        findings.add(
                hidden
                        ? Finding.weak(
                                texts.get(Key.DOCTOR_CONTENT_OFF), texts.get(Key.DOCTOR_CONTENT_DO))
                        : Finding.good(texts.get(Key.DOCTOR_CONTENT_ON)));
        var size = texts.size(pictures.fileBytesMax(channel.getGuild()));
        findings.add(Finding.good(texts.get(Key.DOCTOR_UPLOAD, size)));
        return findings;
    }

    /** Without these something is left out. */
    private static List<Permission> useful(GuildChannel channel) {
        var useful = new ArrayList<>(List.of(Permission.MESSAGE_EMBED_LINKS));
        if (!(channel instanceof ThreadChannel)) {
            useful.add(Permission.MESSAGE_SEND);
            useful.add(Permission.CREATE_PRIVATE_THREADS);
        }
        useful.add(Permission.MESSAGE_ADD_REACTION);
        return useful;
    }

    private static Finding permission(
            GuildChannel channel, Permission permission, boolean needed, Texts texts) {
        var name = Place.name(permission, texts);
        if (channel.getGuild().getSelfMember().hasPermission(channel, permission)) {
            return Finding.good(name);
        }
        return needed
                ? Finding.bad(name, texts.get(Key.DOCTOR_PERMISSION_NEEDED))
                : Finding.weak(name, missed(permission, texts));
    }

    private static String missed(Permission permission, Texts texts) {
        return switch (permission) {
            case CREATE_PRIVATE_THREADS -> texts.get(Key.DOCTOR_PERMISSION_PRIVATE);
            case MESSAGE_ADD_REACTION -> texts.get(Key.DOCTOR_PERMISSION_REACTION);
            case MESSAGE_SEND -> texts.get(Key.DOCTOR_PERMISSION_SEND);
            default -> texts.get(Key.DOCTOR_PERMISSION_LINKS);
        };
    }
}
