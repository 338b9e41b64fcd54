package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;

/** The parts of a page in English, found as people find them. */
record Parts(Page page) {
    Locator instruction() {
        return page.getByLabel("Instruction", new Page.GetByLabelOptions().setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** What one has asked for and is on its way. */
    Locator card(String words) {
        return page.locator(".mine .progress").filter(withText(words));
    }

    Locator tiles(String words) {
        return page.locator(".tile").filter(withText(words));
    }

    /** The picture that lies over everything. */
    Locator details() {
        return page.locator("dialog.details[open]");
    }

    Locator act(String name) {
        return in(details(), name);
    }

    Locator refinement() {
        return details().getByLabel("What should be different?");
    }

    Locator heading() {
        return details().getByRole(AriaRole.HEADING).first();
    }

    Locator picture() {
        return details().locator(".stage-picture");
    }

    Locator toast(String words) {
        return page.locator(".toast").filter(withText(words));
    }

    /** The details of a request, by its address. */
    void open(UUID request, int index) {
        page.navigate("/#/picture/" + request + "/" + index);
        assertThat(details()).isVisible();
    }

    static Locator in(Locator place, String button) {
        return place.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    static Locator.FilterOptions withText(String words) {
        return new Locator.FilterOptions().setHasText(words);
    }
}
