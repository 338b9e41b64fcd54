/** What happens to one generation request, decided by a pure planner and done by a thin shell. */
@NullMarked
package dev.easel.operator.request;

import org.jspecify.annotations.NullMarked;
