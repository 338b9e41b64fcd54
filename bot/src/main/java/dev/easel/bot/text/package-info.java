/** What users read, in Japanese and English, and how their own words are shown back. */
@NullMarked
package dev.easel.bot.text;

import org.jspecify.annotations.NullMarked;
