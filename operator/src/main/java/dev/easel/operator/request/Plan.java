package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to write, what to do, and when to look again if nothing happens before. */
record Plan(GenerationRequestStatus status, Step step, @Nullable Duration lookAgainAfter) {}
