/** What clients read and write under {@code /api/v1}: snake_case, as the REST contract has it. */
@NullMarked
package dev.easel.protocol.client;

import org.jspecify.annotations.NullMarked;
