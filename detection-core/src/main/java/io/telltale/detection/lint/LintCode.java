package io.telltale.detection.lint;

import java.util.Locale;

/** A kind of fault that a rule can have and still be readable. */
public enum LintCode {
    SYNTAX(
            "syntax-error",
            Level.ERROR,
            "The text is not of its language, so the rule cannot run.",
            "The message says what stands there and, where that is known, what is expected."),
    UNSUPPORTED(
            "unsupported-construct",
            Level.ERROR,
            "The rule uses a construct that this engine does not run.",
            "The pages of the languages list what runs."),
    UNKNOWN_FIELD(
            "unknown-field",
            Level.ERROR,
            "A field is read that no record of this log has, so it is always missing.",
            "Use the name that the log, or the vendor's schema of it, gives the field; letters count by their case."),
    BARE_WORD(
            "bare-word",
            Level.ERROR,
            "A value is compared with a bare word that the language takes for a field, and no record has that field.",
            "Put the value in quotation marks."),
    CASE(
            "case-never-matches",
            Level.ERROR,
            "A comparison that minds case wants a spelling that the log never has.",
            "Write the name as the log does, or compare without case."),
    NEVER_TRUE(
            "never-true",
            Level.ERROR,
            "No record meets the condition, as one part of it excludes another.",
            "A field that has one value in a record cannot have two: ask for either."),
    ERROR_CODE_OF_SUCCESS(
            "error-code-of-success",
            Level.ERROR,
            "An errorCode is wanted that stands for success, but CloudTrail writes none for a call that succeeds.",
            "Ask for records without errorCode."),
    UNKNOWN_VALUE(
            "unknown-value",
            Level.WARNING,
            "A value is wanted of a field whose values are a closed list without it.",
            "The remedy lists the values."),
    UNKNOWN_EVENT_SOURCE(
            "unknown-event-source",
            Level.WARNING,
            "An eventSource is wanted that no known service has.",
            "Look the host name up in the service's CloudTrail page."),
    UNKNOWN_EVENT_NAME(
            "unknown-event-name",
            Level.WARNING,
            "An eventName is wanted that no known service has.",
            "Look the name up in the service's API reference; a permission of a policy is not always an event's name."),
    OTHER_SERVICE(
            "event-of-another-service",
            Level.WARNING,
            "An eventName is wanted together with the eventSource of a service that has no such event.",
            "Name the service that has the event, or the event as this service calls it."),
    READ_ONLY_RESPONSE(
            "response-of-read-only-call",
            Level.WARNING,
            "The answer of a call that only reads is looked at; CloudTrail leaves responseElements null for most of them.",
            "Look at a real record of the event."),
    REPEATED_ID(
            "repeated-id",
            Level.WARNING,
            "Two rules of a repository have one id, so that one hides the other.",
            "Give each rule an id of its own."),
    RETIRED_TECHNIQUE(
            "retired-technique",
            Level.WARNING,
            "A technique is named that ATT&CK has retired or renumbered.",
            "Name what stands in its place."),
    UNKNOWN_TECHNIQUE(
            "unknown-technique",
            Level.WARNING,
            "A technique is named that ATT&CK for enterprises does not have.",
            "Look the number up at attack.mitre.org.");

    /** How grave a fault is: an error leaves the rule dead, a warning may. */
    public enum Level {
        ERROR,
        WARNING;

        /** {@code error} or {@code warning}, as SARIF names them. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final Level level;
    private final String description;
    private final String help;

    LintCode(String id, Level level, String description, String help) {
        this.id = id;
        this.level = level;
        this.description = description;
        this.help = help;
    }

    /** The code as it is printed, such as {@code unknown-field}. */
    public String id() {
        return id;
    }

    public Level level() {
        return level;
    }

    /** What is wrong, in one sentence. */
    public String description() {
        return description;
    }

    /** What to do about it, in one sentence. */
    public String help() {
        return help;
    }
}
