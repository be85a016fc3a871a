package io.telltale.detection.language;

import io.telltale.detection.text.Span;

/**
 * A construct that has no lowering; its rule is not runnable because of it.
 *
 * @param construct the language's own name for it, the same wherever it is met, so that it can be counted
 *     ({@code command anomalydetection})
 */
public record Unsupported(String construct, Span span) {}
