package io.telltale.detection.engine;

/** What a run says of a rule. There is no sixth. */
public enum Verdict {
    FIRED("fired"),
    NOT_FIRED("not fired"),
    NOT_RUNNABLE("not runnable"),
    WAITING("waiting for a parameter"),
    FAILED("failed");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The word that is shown, stored and sent. */
    public String label() {
        return label;
    }
}
