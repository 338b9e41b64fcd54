package dev.easel.crds.v1alpha1;

/** The pool, in the same namespace, whose slots may run the request. */
public record PoolRef(String name) {
    public static final PoolRef DEFAULT = new PoolRef("default");

    public PoolRef {
        name = name == null ? "default" : name;
    }
}
