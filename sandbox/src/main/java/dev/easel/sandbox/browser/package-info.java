/** A browser for tests, in which people's pages are tried as people see them. */
@NullMarked
package dev.easel.sandbox.browser;

import org.jspecify.annotations.NullMarked;
