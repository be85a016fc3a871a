package io.telltale.detection.vendor;

import io.telltale.detection.text.SourceText;

/** A file, or a part of one, that rules lean on; see {@link io.telltale.detection.language.Companions}. */
public record Companion(String kind, String name, SourceText text) {}
