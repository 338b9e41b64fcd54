package dev.easel.sandbox.search;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.easel.sandbox.standin.Fault;

/** What goes wrong with a search. Each hits the next search that starts. */
public sealed interface SearchFault extends Fault {

    /** SearXNG's 403 page: {@code json} is not among its formats, as it is installed. */
    @JsonTypeName("json-off")
    record JsonOff() implements SearchFault {}

    /** SearXNG's 200 without results, since every engine met a CAPTCHA. */
    @JsonTypeName("engines-blocked")
    record EnginesBlocked() implements SearchFault {}

    /** 200, and nothing was found. */
    @JsonTypeName("no-results")
    record NoResults() implements SearchFault {}

    /** 429 for a moment: SearXNG's limiter, Brave's second, Google's minute. */
    @JsonTypeName("too-fast")
    record TooFast() implements SearchFault {}

    /** 429 until Google's day or Brave's month is over. */
    @JsonTypeName("quota-spent")
    record QuotaSpent() implements SearchFault {}

    /** Google's 403 of old for the same. */
    @JsonTypeName("daily-limit")
    record DailyLimit() implements SearchFault {}

    /** The key is refused: Brave's 422, Google's 400. */
    @JsonTypeName("wrong-key")
    record WrongKey() implements SearchFault {}

    /** The key is refused with 401. */
    @JsonTypeName("unauthorized")
    record Unauthorized() implements SearchFault {}

    /** Google's 403 for projects that may not use the interface. */
    @JsonTypeName("no-access")
    record NoAccess() implements SearchFault {}

    /** Google's interface once it has ended: 404 or 410. */
    @JsonTypeName("gone")
    record Gone(int status) implements SearchFault {}

    /** Pages that try to talk a language model into something. */
    @JsonTypeName("hostile")
    record Hostile() implements SearchFault {}
}
