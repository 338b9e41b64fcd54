package dev.easel.api.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser makes a call for a page of this server. Browsers send cookies with calls that
 * other sites make them do; they also say whose call it is, and no script can change that. Pure.
 *
 * @param publicUrl under which browsers know the server where a proxy changes the Host header
 */
record SameOrigin(@Nullable URI publicUrl) {
    /**
     * What a call says about itself.
     *
     * @param site the header Sec-Fetch-Site
     * @param origin the header Origin
     * @param authority the host that the call was sent to, with its port unless it is the usual one
     */
    record Said(@Nullable String site, @Nullable String origin, String authority) {}

    /** For calls that carry a cookie and change something: silence is a refusal. */
    boolean proven(Said said) {
        if (said.site() != null) {
            return said.site().equals("same-origin");
        }
        return said.origin() != null && isOwn(said.origin(), said.authority());
    }

    /** For calls that carry no cookie: only browsers say anything, and they always do. */
    boolean possible(Said said) {
        if (said.site() != null) {
            return said.site().equals("same-origin");
        }
        return said.origin() == null || isOwn(said.origin(), said.authority());
    }

    private boolean isOwn(String origin, String authority) {
        var theirs = authority(origin);
        return theirs.isPresent()
                && (theirs.get().equals(authority.toLowerCase(Locale.ROOT))
                        || (publicUrl != null && theirs.equals(authority(publicUrl.toString()))));
    }

    private static Optional<String> authority(String url) {
        try {
            return Optional.ofNullable(new URI(url).getAuthority())
                    .map(a -> a.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
