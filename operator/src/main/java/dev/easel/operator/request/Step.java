package dev.easel.operator.request;

/** The one thing to do after the status is written. */
sealed interface Step {
    /** Nothing until something changes or the plan's time has come. */
    record Rest() implements Step {}

    /** The caches do not suffice for what comes next: read job, pods and pool live, plan again. */
    record LookCloser() implements Step {}

    /** Ends the generator: its Job is deleted and stays visible until its pods are gone. */
    record StopGenerator(String jobName, String jobUid) implements Step {}

    /** The request has outlived its time to live. */
    record Discard() implements Step {}

    /** Nothing of a deleted request is left: let it go. */
    record LetGo() implements Step {}
}
