package dev.easel.sandbox.search;

/** A page of the pretended web. */
record Page(String language, String title, String url, String published, String text) {}
