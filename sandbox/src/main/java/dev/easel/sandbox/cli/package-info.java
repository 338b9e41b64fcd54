/** What a person types: makes pictures through the API and shows how far they are. */
@NullMarked
package dev.easel.sandbox.cli;

import org.jspecify.annotations.NullMarked;
