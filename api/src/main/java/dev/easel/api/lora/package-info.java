/** The catalogue of LoRAs: read from files, kept in the database, chosen for a request. */
@NullMarked
package dev.easel.api.lora;

import org.jspecify.annotations.NullMarked;
