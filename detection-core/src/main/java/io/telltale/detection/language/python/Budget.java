package io.telltale.detection.language.python;

/** What one run may use: steps, calls within calls, elements and characters made. Not shared between runs. */
final class Budget {
    static final int STEPS = 500_000;
    static final int CALLS = 60;
    static final int TEXT = 1_000_000;
    static final int MEMORY = 4_000_000;

    private int steps;
    private int calls;
    private long memory;

    void step() {
        if (++steps > STEPS) {
            throw new Py.Stopped("more than " + STEPS + " steps");
        }
    }

    void enter() {
        if (++calls > CALLS) {
            throw Py.error("RecursionError", "maximum recursion depth exceeded");
        }
    }

    void leave() {
        calls--;
    }

    /** Counts elements or characters that are about to be made. */
    void make(long count) {
        memory += count;
        if (memory > MEMORY) {
            throw new Py.Stopped("more than " + MEMORY + " elements and characters made");
        }
    }

    String text(String text) {
        if (text.length() > TEXT) {
            throw new Py.Stopped("a text longer than " + TEXT + " characters");
        }
        make(text.length());
        return text;
    }
}
