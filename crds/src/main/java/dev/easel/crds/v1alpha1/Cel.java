package dev.easel.crds.v1alpha1;

/**
 * Expressions that several fields share. The API server evaluates them; {@code self} is the value
 * of the field that carries the rule.
 */
interface Cel {
    /** Names go into URLs, prompts and logs, so that not even a line break may hide in them. */
    String ONE_LINE = "!self.matches(r'[\\x00-\\x1f\\x7f]')";

    /**
     * Text may have line breaks and tabs; PostgreSQL cannot store a NUL and terminals obey the
     * rest.
     */
    String TEXT = "!self.matches(r'[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]')";

    String NOT_BLANK = "self.trim().size() > 0";

    String DIGITS = "self.matches('^[0-9]{1,20}$')";

    String UUID = "self.matches('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')";

    String DNS_LABEL = "self.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')";

    /** No user, password or query: what is in a resource is read by everyone who may list it. */
    String PLAIN_URL = "self.matches(r'^https?://[^\\s/@?#]+(/[^\\s@?#]*)?$')";

    String ADMITTED_BEFORE =
            "has(oldSelf.status) && has(oldSelf.status.conditions)"
                    + " && oldSelf.status.conditions.exists(c,"
                    + " c.type == 'Admitted' && c.status == 'True')";

    String TERMINAL_BEFORE =
            "has(oldSelf.conditions) && oldSelf.conditions.exists(c,"
                    + " c.type == 'Succeeded' && c.status != 'Unknown')";
}
