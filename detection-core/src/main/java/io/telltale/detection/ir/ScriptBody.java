package io.telltale.detection.ir;

/** A program of an imperative rule language, ready to run on one event at a time; implementations are immutable. */
public interface ScriptBody {
    /** The language, by its slug. */
    String language();

    /** What of the program is asked for, for printing: {@code rule(event)}. */
    String entryPoint();

    /**
     * Runs the program on one event, within limits of its own.
     *
     * @return what the program returned, or a {@link Value.Failure} with the language's own message; never throws for
     *     anything a program or an event can do
     */
    Value run(Value.ObjectOf event, EvaluationContext context);
}
