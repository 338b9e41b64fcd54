package dev.easel.bot.command;

import dev.easel.crds.v1alpha1.GenerationRequest;
import java.util.Objects;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Member;
import org.jspecify.annotations.Nullable;

/** Who may cancel a request or repeat it. */
final class Owner {
    private Owner() {}

    /** Whoever asked, whoever moderates; and anyone where nobody on Discord asked. */
    static boolean mayChange(@Nullable Member member, GenerationRequest request) {
        var requester = request.getSpec().requester();
        if (requester == null || requester.userID() == null) {
            return true;
        }
        return member != null
                && (Objects.equals(requester.userID(), member.getId())
                        || member.hasPermission(Permission.MESSAGE_MANAGE));
    }
}
