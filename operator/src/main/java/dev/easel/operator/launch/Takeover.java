package dev.easel.operator.launch;

import java.util.ArrayList;
import java.util.List;

/** What a Job that exists already under the name of an attempt means. Pure. */
public sealed interface Takeover {
    /** It is this attempt's: somebody launched it and did not live to tell. */
    record Adopt() implements Takeover {}

    /** It is not, so this attempt has no Job and never gets one. */
    record Refuse(String why) implements Takeover {}

    static Takeover decide(SeenJob job, String requestUid, GeneratorJob.Ticket ticket) {
        List<String> why = new ArrayList<>();
        if (!job.ownerUid().equals(requestUid)) {
            why.add("it belongs to another object");
        }
        if (job.attempt() != ticket.attempt()) {
            why.add("it is attempt " + job.attempt());
        }
        if (job.token() != ticket.token()) {
            why.add("its token is " + job.token() + ", not " + ticket.token());
        }
        return why.isEmpty() ? new Adopt() : new Refuse(String.join("; ", why));
    }
}
