package io.telltale.detection.language.python;

import io.telltale.detection.ir.RunMemory;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * A program being run: its modules, each run once when first asked for, and what one event's run may use. Between events
 * {@link #isReusable} tells whether the modules are still as they were loaded; the names of a module that an event's run
 * has bound are bound back. Not shared between threads.
 */
final class Interpreter {
    /** A module, with its names as they were when it had been run. */
    private record Loaded(Frame frame, Map<String, Object> names, Py.Watch bound) {}

    private final Program program;
    private final Map<String, Loaded> modules = new HashMap<>();
    private final Py.Watch watch = new Py.Watch();
    private final Statements statements;
    private final Expressions expressions;
    private final Library library;
    private final Budget budget = new Budget();
    private Instant now;
    private RunMemory memory;
    private boolean broken;

    Interpreter(Program program, Instant now, RunMemory memory) {
        this.program = program;
        this.now = now;
        this.memory = memory;
        this.library = new Library(this);
        this.expressions = new Expressions(this);
        this.statements = new Statements(this);
    }

    Program program() {
        return program;
    }

    Budget budget() {
        return budget;
    }

    Expressions expressions() {
        return expressions;
    }

    Statements statements() {
        return statements;
    }

    Library library() {
        return library;
    }

    /** The time that the program takes for the present. */
    Instant now() {
        return now;
    }

    /** The same as a local time of UTC. */
    LocalDateTime present() {
        return LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    }

    /** What the rule keeps from event to event. */
    RunMemory memory() {
        return memory;
    }

    /** Begins the run on another event: a new budget, and each module's names as they were loaded. */
    void begin(Instant newNow, RunMemory newMemory) {
        now = newNow;
        memory = newMemory;
        budget.reset();
        for (Loaded module : modules.values()) {
            if (module.bound().isChanged()) {
                module.frame().names().clear();
                module.frame().names().putAll(module.names());
                module.bound().rest();
            }
        }
    }

    /** Whether nothing that outlives an event was changed. */
    boolean isReusable() {
        return !broken && !watch.isChanged();
    }

    /** Says that a run ended in the middle. */
    void broke() {
        broken = true;
    }

    /** The names of a module; the empty name is the rule's own. */
    Frame module(String name) {
        Loaded loaded = modules.get(name);
        if (loaded != null) {
            return loaded.frame();
        }
        Frame frame = Frame.ofModule();
        modules.put(name, new Loaded(frame, frame.names(), new Py.Watch()));
        frame.bind("__name__", name.isEmpty() ? "rule" : name);
        for (Node.Stmt statement : program.module(name).orElse(java.util.List.of())) {
            try {
                statements.execute(statement, frame);
            } catch (Stopped e) {
                // What a module makes of something that is not run here matters only to those who use it.
                if (!(statement instanceof Node.Assign assign) || e.isBudget()) {
                    throw e;
                }
                var opaque = new Py.Opaque(e.construct());
                assign.targets().forEach(target -> statements.assignments().assign(target, opaque, frame));
            }
        }
        var bound = new Py.Watch();
        frame.watch(bound);
        modules.put(name, new Loaded(frame, Map.copyOf(frame.names()), bound));
        new Watching(watch).reach(frame);
        return frame;
    }

    /** A module as an {@code import} gives it. */
    Object imported(String name) {
        return program.modules().containsKey(name)
                ? new Py.Module(name, module(name).names())
                : library.module(name);
    }
}
