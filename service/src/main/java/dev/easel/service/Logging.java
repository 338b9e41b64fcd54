package dev.easel.service;

import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends java.util.logging, which Helidon and the JDK use, through SLF4J to one JSON stream. */
public final class Logging {
    private Logging() {}

    public static void start() {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
