/** Installs the chart, with the values that make it fit the sandbox. */
@NullMarked
package dev.easel.sandbox.chart;

import org.jspecify.annotations.NullMarked;
