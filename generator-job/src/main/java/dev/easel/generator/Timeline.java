package dev.easel.generator;

import dev.easel.protocol.Phase;
import dev.easel.protocol.work.ProgressReport;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Where the attempt stands and how long each phase took; percent never goes back. Thread-safe. */
public final class Timeline {
    private final LongSupplier nanoClock;
    private final Map<Phase, Long> nanosByPhase = new EnumMap<>(Phase.class);
    private Phase phase = Phase.CLAIMING;
    private long phaseStart;
    private int percent;
    private @Nullable Integer etaSeconds;

    public Timeline(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.phaseStart = nanoClock.getAsLong();
    }

    public synchronized void enter(Phase next) {
        var now = nanoClock.getAsLong();
        nanosByPhase.merge(phase, now - phaseStart, Long::sum);
        phase = next;
        phaseStart = now;
        etaSeconds = null;
        at(0);
    }

    /** The fraction is of the current phase; a negative estimate is none. */
    public synchronized void at(double fraction, double secondsLeft) {
        at(fraction);
        etaSeconds = secondsLeft > 0 && secondsLeft < 86_400 ? (int) Math.ceil(secondsLeft) : null;
    }

    private void at(double fraction) {
        percent = Math.max(percent, percent(phase, fraction));
    }

    public synchronized ProgressReport report() {
        return new ProgressReport(phase, percent, etaSeconds);
    }

    /** By the words of {@link Phase}; the current phase counts up to now. */
    public synchronized Map<String, Long> millisByPhase() {
        var millis = new LinkedHashMap<String, Long>();
        var all = new EnumMap<>(nanosByPhase);
        all.merge(phase, nanoClock.getAsLong() - phaseStart, Long::sum);
        all.forEach((each, nanos) -> millis.put(word(each), nanos / 1_000_000));
        return millis;
    }

    /** Rendering has most of the scale, since it has most of the time. */
    static int percent(Phase phase, double fraction) {
        var from = start(phase);
        var to = phase == Phase.FINISHED ? 100 : start(Phase.values()[phase.ordinal() + 1]);
        var within = Double.isNaN(fraction) ? 0 : Math.clamp(fraction, 0.0, 1.0);
        return (int) (from + (to - from) * within);
    }

    private static int start(Phase phase) {
        return switch (phase) {
            case CLAIMING -> 0;
            case RESEARCHING -> 1;
            case COMPOSING -> 4;
            case FREEING_MEMORY -> 10;
            case RENDERING -> 12;
            case STORING -> 94;
            case FINISHED -> 100;
        };
    }

    /** The constant's name as the resource's status spells it: FREEING_MEMORY is FreeingMemory. */
    static String word(Phase phase) {
        var word = new StringBuilder();
        for (var part : phase.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
