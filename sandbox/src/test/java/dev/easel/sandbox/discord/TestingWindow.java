package dev.easel.sandbox.discord;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.easel.sandbox.browser.TestBrowser;

/** The window on the stand-in as a user sees it. */
record TestingWindow(TestBrowser browser) {
    Page open(DiscordStandIn standIn, String user) {
        return open(standIn, user, 1280, 800);
    }

    Page open(DiscordStandIn standIn, String user, int width, int height) {
        var page =
                browser.open(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setHasTouch(width < 500)
                                .setColorScheme(ColorScheme.LIGHT));
        page.navigate(standIn.windowUrl() + "?user=" + user);
        page.waitForSelector(".message, .nothing");
        return page;
    }
}
