package dev.easel.bot.discord;

import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.channel.update.GenericChannelUpdateEvent;
import net.dv8tion.jda.api.events.guild.GuildAvailableEvent;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.guild.GuildReadyEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRoleAddEvent;
import net.dv8tion.jda.api.events.guild.member.GuildMemberRoleRemoveEvent;
import net.dv8tion.jda.api.events.guild.member.update.GuildMemberUpdateTimeOutEvent;
import net.dv8tion.jda.api.events.guild.override.GenericPermissionOverrideEvent;
import net.dv8tion.jda.api.events.role.RoleDeleteEvent;
import net.dv8tion.jda.api.events.role.update.RoleUpdatePermissionsEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.thread.ThreadRevealedEvent;
import net.dv8tion.jda.api.hooks.EventListener;

/** Tells when what the bot may do somewhere may have changed. */
public final class AccessChanges implements EventListener {
    private final Runnable changed;

    public AccessChanges(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void onEvent(GenericEvent event) {
        boolean told =
                switch (event) {
                    case GenericPermissionOverrideEvent _,
                            RoleUpdatePermissionsEvent _,
                            RoleDeleteEvent _,
                            GenericChannelUpdateEvent<?> _,
                            ThreadRevealedEvent _,
                            GuildReadyEvent _,
                            GuildAvailableEvent _,
                            GuildJoinEvent _,
                            SessionResumeEvent _,
                            SessionRecreateEvent _ ->
                            true;
                    case GuildMemberRoleAddEvent e -> isSelf(e.getMember().getIdLong(), event);
                    case GuildMemberRoleRemoveEvent e -> isSelf(e.getMember().getIdLong(), event);
                    case GuildMemberUpdateTimeOutEvent e ->
                            isSelf(e.getMember().getIdLong(), event);
                    default -> false;
                };
        if (told) {
            changed.run();
        }
    }

    private static boolean isSelf(long memberId, GenericEvent event) {
        return memberId == event.getJDA().getSelfUser().getIdLong();
    }
}
