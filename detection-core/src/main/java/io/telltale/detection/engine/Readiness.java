package io.telltale.detection.engine;

/** Whether a rule can be run as it was prepared. */
public enum Readiness {
    RUNNABLE,
    /** Uses a construct that has no lowering. */
    NOT_RUNNABLE,
    /** Needs a parameter that neither the vendor nor the reader has set. */
    WAITING,
    /** Its text cannot be read as its language. */
    FAILED
}
