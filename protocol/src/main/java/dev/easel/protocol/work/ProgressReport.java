package dev.easel.protocol.work;

import dev.easel.protocol.Phase;
import org.jspecify.annotations.Nullable;

/** Where an attempt stands; percent is 0 to 100 over the whole request. */
public record ProgressReport(Phase phase, int percent, @Nullable Integer etaSeconds) {}
