package dev.easel.protocol;

import java.math.BigDecimal;

/** A LoRA by its file stem, and its weight from -2 to 2. */
public record Lora(String name, BigDecimal weight) {}
