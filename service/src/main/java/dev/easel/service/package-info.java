/** What every long-running process is made of: configuration, logs, health and metrics. */
@NullMarked
package dev.easel.service;

import org.jspecify.annotations.NullMarked;
