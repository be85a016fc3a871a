package io.telltale.detection.engine;

/**
 * What a run says of one rule.
 *
 * @param findings how many; 0 unless fired
 * @param reason the construct, the parameter or the error behind the verdict; empty where none is needed
 */
public record RuleVerdict(String vendor, String ruleId, String title, Verdict verdict, long findings, String reason) {}
