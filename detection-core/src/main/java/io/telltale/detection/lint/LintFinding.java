package io.telltale.detection.lint;

import io.telltale.detection.text.Position;

/**
 * A fault of a rule.
 *
 * @param position in the vendor's file
 * @param message what is wrong, with the names concerned
 * @param remedy what to write instead
 */
public record LintFinding(LintCode code, Position position, String message, String remedy) {}
