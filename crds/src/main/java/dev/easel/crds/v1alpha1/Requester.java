package dev.easel.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Who asked. Written by bot and api; users with kubectl may only name the source Kubectl. */
public record Requester(
        @Nullable RequestSource source,
        @Nullable String tenant,
        @Nullable String userID,
        @Nullable String locale) {}
