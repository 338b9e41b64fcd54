package dev.easel.sandbox.standin;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something a stand-in is told to do wrong; in JSON {@code kind} names it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Fault {}
