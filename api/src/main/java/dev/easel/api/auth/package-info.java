/** Who calls: API keys and the tokens of service accounts. */
@NullMarked
package dev.easel.api.auth;

import org.jspecify.annotations.NullMarked;
