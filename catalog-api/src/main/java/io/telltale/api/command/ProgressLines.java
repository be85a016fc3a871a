package io.telltale.api.command;

import java.io.PrintWriter;
import java.time.Duration;

/** Writes what goes on for a terminal: the first word on each thing, and then a line at most every so often. */
final class ProgressLines {
    private static final long PAUSE = Duration.ofSeconds(2).toNanos();

    private final PrintWriter out;
    private final String who;
    private String thing = "";
    private long last;

    ProgressLines(PrintWriter out, String who) {
        this.out = out;
        this.who = who;
    }

    /** Says a line; what it is on is what it says before its first number. */
    void say(String line) {
        String now = line.split("\\d", 2)[0].strip();
        long time = System.nanoTime();
        if (now.equals(thing) && time - last < PAUSE) {
            return;
        }
        thing = now;
        last = time;
        out.println(who + ": " + line);
    }
}
