package io.telltale.detection.language.python;

/** What one run may use: steps, calls within calls, elements and characters made. Not shared between threads. */
final class Budget {
    static final int STEPS = 500_000;
    static final int CALLS = 150;
    static final int TEXT = 1_000_000;
    static final int MEMORY = 4_000_000;

    private int steps;
    private int calls;
    private long memory;

    /** Begins anew, for the next event. */
    void reset() {
        steps = 0;
        calls = 0;
        memory = 0;
    }

    void step() {
        if (++steps > STEPS) {
            throw Stopped.budget("more than " + STEPS + " steps");
        }
    }

    /** Counts the steps of an operation that looks at many elements. */
    void steps(int count) {
        steps += Math.max(0, count - 1);
        step();
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
            throw Stopped.budget("more than " + MEMORY + " elements and characters made");
        }
    }

    String text(String text) {
        if (text.length() > TEXT) {
            throw Stopped.budget("a text longer than " + TEXT + " characters");
        }
        make(text.length());
        return text;
    }
}
