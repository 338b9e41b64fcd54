/** What every call goes through: bodies with a limit, problems, one log line. */
@NullMarked
package dev.easel.api.http;

import org.jspecify.annotations.NullMarked;
