package dev.easel.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** The earlier generation to start from: its request's UID and the image's index, 0 to 7. */
public record Source(String requestID, @Nullable Integer imageIndex) {}
