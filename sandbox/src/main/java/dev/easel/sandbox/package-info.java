/** The script's verbs, and the process that holds the sandbox's parts. */
@NullMarked
package dev.easel.sandbox;

import org.jspecify.annotations.NullMarked;
