package io.telltale.detection.language;

/**
 * Something of a rule language that rules may use and that runs here.
 *
 * @param kind what the language's documentation calls things like it: command, operator, function, aggregate, modifier
 * @param name as rules write it
 */
public record Construct(String kind, String name) {}
