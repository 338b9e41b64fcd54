package dev.easel.api.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Calls of a page that wait until a test lets them go on. */
final class Held {
    private final Page page;
    private final String path;
    private final List<Route> calls = new ArrayList<>();
    private final Set<Route> taken = new HashSet<>();

    private Held(Page page, String path) {
        this.page = page;
        this.path = path;
    }

    /** From now on. */
    static Held at(Page page, String path) {
        var held = new Held(page, path);
        page.route(path, held.calls::add);
        return held;
    }

    /** The call of this number, counted from 1, once it has come: the test's to answer. */
    Route call(int number) {
        page.waitForCondition(() -> calls.size() >= number);
        var call = calls.get(number - 1);
        taken.add(call);
        return call;
    }

    /** All others that have come; those that come are not held any more. */
    void letGo() {
        page.unroute(path);
        calls.stream().filter(call -> !taken.contains(call)).forEach(Route::resume);
    }
}
