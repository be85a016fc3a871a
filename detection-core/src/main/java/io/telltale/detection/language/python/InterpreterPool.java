package io.telltale.detection.language.python;

import io.telltale.detection.ir.EvaluationContext;
import io.telltale.detection.ir.Value;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Interpreters that have loaded a program's modules, for one thread at a time each. One that was changed by an event's run
 * is thrown away, so that no event sees another.
 */
final class InterpreterPool {
    private static final int MOST = 16;

    private record Idle(Interpreter interpreter, Value.@Nullable ObjectOf event) {}

    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();

    /** An interpreter whose modules are as they were loaded. */
    Interpreter fresh(Program program, EvaluationContext context) {
        Idle found = idle.pollFirst();
        if (found != null) {
            count.decrementAndGet();
            if (found.interpreter().isReusable()) {
                found.interpreter().begin(context.now(), context.memory());
                return found.interpreter();
            }
        }
        return new Interpreter(program, context.now(), context.memory());
    }

    // One event is another's equal only where it is the very same.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOf(Idle candidate, Value.ObjectOf event) {
        return candidate.event() == event;
    }

    /** The interpreter that has just run the rule on this very event, as the rule has left it. */
    Optional<Interpreter> after(Value.ObjectOf event) {
        for (Idle candidate : idle) {
            if (isOf(candidate, event) && idle.remove(candidate)) {
                count.decrementAndGet();
                return Optional.of(candidate.interpreter());
            }
        }
        return Optional.empty();
    }

    /** Takes an interpreter back, with the event that its rule has run on. */
    void release(Interpreter interpreter, Value.@Nullable ObjectOf event) {
        boolean isOfUse = event != null || interpreter.isReusable();
        if (isOfUse && count.incrementAndGet() <= MOST) {
            idle.addFirst(new Idle(interpreter, event));
        } else if (isOfUse) {
            count.decrementAndGet();
        }
    }
}
