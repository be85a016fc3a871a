package io.telltale.detection.language.python;

/** The end of a run that no {@code except} can stop: a budget, or what is not run here. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String NOT_RUN = "not run here: ";
    private final boolean budget;

    private Stopped(String message, boolean budget) {
        super(message, null, false, false);
        this.budget = budget;
    }

    static Stopped budget(String limit) {
        return new Stopped(limit, true);
    }

    static Stopped notRun(String construct) {
        return new Stopped(NOT_RUN + construct, false);
    }

    boolean isBudget() {
        return budget;
    }

    String construct() {
        return String.valueOf(getMessage()).replace(NOT_RUN, "");
    }
}
