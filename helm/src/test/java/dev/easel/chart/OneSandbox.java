package dev.easel.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One sandbox for all end-to-end tests of a run, taken away after the last of them. */
final class OneSandbox implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSandbox.class;
    }

    @Override
    public RunningSandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(OneSandbox.class))
                .computeIfAbsent(RunningSandbox.class, _ -> up(), RunningSandbox.class);
    }

    private static RunningSandbox up() {
        try {
            return RunningSandbox.up();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sandbox came up", e);
        }
    }
}
