package io.telltale.detection.lint;

/** A kind of fault that a rule can have and still be readable. */
public enum LintCode {
    SYNTAX("syntax-error", Level.ERROR, "The text is not of its language, so the rule cannot run."),
    UNSUPPORTED("unsupported-construct", Level.ERROR, "The rule uses a construct that this engine does not run."),
    UNKNOWN_FIELD(
            "unknown-field", Level.ERROR, "A field is read that no record of this log has, so it is always missing."),
    BARE_WORD(
            "bare-word",
            Level.ERROR,
            "A value is compared with a bare word that the language takes for a field, and no record has that field."),
    CASE("case-never-matches", Level.ERROR, "A comparison that minds case wants a spelling that the log never has."),
    UNKNOWN_EVENT_SOURCE("unknown-event-source", Level.WARNING, "An eventSource is wanted that no known service has."),
    UNKNOWN_EVENT_NAME("unknown-event-name", Level.WARNING, "An eventName is wanted that no known service has."),
    OTHER_SERVICE(
            "event-of-another-service",
            Level.WARNING,
            "An eventName is wanted together with the eventSource of a service that has no such event."),
    READ_ONLY_RESPONSE(
            "response-of-read-only-call",
            Level.WARNING,
            "The answer of a call that only reads is looked at; CloudTrail leaves responseElements null for most of them."),
    RETIRED_TECHNIQUE(
            "retired-technique", Level.WARNING, "A technique is named that ATT&CK has retired or renumbered."),
    UNKNOWN_TECHNIQUE("unknown-technique", Level.WARNING, "A technique is named that ATT&CK does not have.");

    /** How grave a fault is: an error leaves the rule dead, a warning may. */
    public enum Level {
        ERROR,
        WARNING;

        /** {@code error} or {@code warning}, as SARIF names them. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final String id;
    private final Level level;
    private final String description;

    LintCode(String id, Level level, String description) {
        this.id = id;
        this.level = level;
        this.description = description;
    }

    /** The code as it is printed, such as {@code unknown-field}. */
    public String id() {
        return id;
    }

    public Level level() {
        return level;
    }

    public String description() {
        return description;
    }
}
