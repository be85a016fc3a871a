package io.telltale.detection.language.python;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running generator function: its body is run as far as the next {@code yield}, and no further until the next element
 * is asked for. What it stands in (blocks, loops, {@code try}, {@code with}) is kept as a stack of steps; a statement in
 * which nothing is yielded runs whole. A {@code yield} stands alone or on the right of an assignment.
 */
final class Generator implements Iterator<Object> {
    /** Where the body stands in one of its statements. */
    private abstract static class Step {
        /** Runs on: pushes steps, ends this one, or yields. */
        abstract void run();

        /** What comes through: a signal of {@code break}, {@code continue} or {@code return}. True where it ends here. */
        boolean signal(Object signal) {
            return false;
        }

        /** An exception that comes through. True where it ends here. */
        boolean raised(Raised raised) {
            return false;
        }
    }

    private final Statements statements;
    private final Expressions expressions;
    private final Interpreter interpreter;
    private final Frame frame;
    private final Deque<Step> steps = new ArrayDeque<>();
    private @Nullable Object next;
    private Object sent = Py.None.NONE;
    private Object answer = Py.None.NONE;

    Generator(Interpreter interpreter, List<Node.Stmt> body, Frame frame) {
        this.interpreter = interpreter;
        this.statements = interpreter.statements();
        this.expressions = interpreter.expressions();
        this.frame = frame;
        steps.push(new Block(body));
    }

    /** What the body has returned; None before its end. */
    Object answer() {
        return answer;
    }

    /** Goes on with a value for the {@code yield} that it stands at. */
    Object send(Object value) {
        sent = value;
        if (!hasNext()) {
            throw Py.error("StopIteration", answer == Py.None.NONE ? List.of() : List.of(answer));
        }
        return next();
    }

    /** Ends it where it stands; what is to run at the end runs. */
    void close() {
        next = null;
        if (!steps.isEmpty()) {
            guarded(() -> signal(new Statements.Returned(Py.None.NONE)));
            if (hasNext()) {
                throw Py.error("RuntimeError", "generator ignored GeneratorExit");
            }
        }
    }

    @Override
    public boolean hasNext() {
        interpreter.budget().enter();
        try {
            while (next == null && !steps.isEmpty()) {
                interpreter.budget().step();
                guarded(steps.element()::run);
            }
        } finally {
            interpreter.budget().leave();
        }
        return next != null;
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object given = next;
        next = null;
        return java.util.Objects.requireNonNull(given);
    }

    /** Runs on; an exception goes outwards through the steps until one takes it. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Raised e) {
            Raised raised = e;
            while (!steps.isEmpty()) {
                Step step = steps.element();
                try {
                    if (step.raised(raised)) {
                        return;
                    }
                } catch (Raised other) {
                    raised = other;
                }
                steps.pop();
            }
            throw raised.exception.type.isA(Exceptions.of("StopIteration"))
                    ? Py.error("RuntimeError", "generator raised StopIteration")
                    : raised;
        }
    }

    private void signal(Object signal) {
        while (!steps.isEmpty()) {
            if (steps.element().signal(signal)) {
                return;
            }
            steps.pop();
        }
        if (signal instanceof Statements.Returned returned) {
            answer = returned.value();
        }
    }

    private void yields(Object value) {
        next = value;
        sent = Py.None.NONE;
    }

    /** Statements one after another. */
    private final class Block extends Step {
        private final List<Node.Stmt> body;
        private int at;

        Block(List<Node.Stmt> body) {
            this.body = body;
        }

        @Override
        void run() {
            if (at == body.size()) {
                steps.pop();
                return;
            }
            Node.Stmt statement = body.get(at++);
            if (statement instanceof Node.FunctionDef || !statements.yields(statement)) {
                Object signal = statements.execute(statement, frame);
                if (signal != Statements.Signal.NEXT) {
                    Generator.this.signal(signal);
                }
            } else {
                enter(statement);
            }
        }
    }

    /** Whether a function with this body is a generator function. */
    static boolean isGenerator(List<Node.Stmt> body) {
        return FreeNames.ofBody(body).stream().anyMatch(n -> n instanceof Node.Yield);
    }

    private void enter(Node.Stmt statement) {
        if (statement instanceof Node.ExprStmt lone && lone.value() instanceof Node.Yield yield) {
            begin(yield, List.of());
        } else if (statement instanceof Node.Assign assign && assign.value() instanceof Node.Yield yield) {
            begin(yield, assign.targets());
        } else if (statement instanceof Node.If choice) {
            steps.push(new Block(expressions.isTrue(choice.condition(), frame) ? choice.body() : choice.orElse()));
        } else if (statement instanceof Node.For loop) {
            Iterator<Object> items = expressions.iteration().iterator(expressions.evaluate(loop.iterable(), frame));
            steps.push(new Loop(loop.body(), loop.orElse(), () -> {
                if (!items.hasNext()) {
                    return false;
                }
                statements.assignments().assign(loop.target(), items.next(), frame);
                return true;
            }));
        } else if (statement instanceof Node.While loop) {
            steps.push(new Loop(loop.body(), loop.orElse(), () -> expressions.isTrue(loop.condition(), frame)));
        } else if (statement instanceof Node.Try attempt) {
            steps.push(new Attempt(attempt));
        } else {
            throw Stopped.notRun(Node.Yield.ELSEWHERE);
        }
    }

    private void begin(Node.Yield yield, List<Node.Expr> targets) {
        Object value = yield.value().map(v -> expressions.evaluate(v, frame)).orElse(Py.None.NONE);
        if (yield.from()) {
            steps.push(new Delegate(value, targets));
        } else {
            steps.push(new Resumed(targets));
            yields(value);
        }
    }

    /** A {@code yield} that the body goes on from, with what was sent. */
    private final class Resumed extends Step {
        private final List<Node.Expr> targets;

        Resumed(List<Node.Expr> targets) {
            this.targets = targets;
        }

        @Override
        void run() {
            steps.pop();
            targets.forEach(target -> statements.assignments().assign(target, sent, frame));
        }
    }

    /** {@code yield from}. */
    private final class Delegate extends Step {
        private final Object source;
        private final Iterator<Object> elements;
        private final List<Node.Expr> targets;

        Delegate(Object source, List<Node.Expr> targets) {
            this.source = source;
            this.elements = expressions.iteration().iterator(source);
            this.targets = targets;
        }

        @Override
        void run() {
            if (elements.hasNext()) {
                yields(elements.next());
                return;
            }
            steps.pop();
            Object result =
                    source instanceof Py.IteratorObject iterator && iterator.elements instanceof Generator generator
                            ? generator.answer()
                            : Py.None.NONE;
            targets.forEach(target -> statements.assignments().assign(target, result, frame));
        }
    }

    /** A loop; the condition binds the next element, or says that there is none. */
    private final class Loop extends Step {
        private final List<Node.Stmt> body;
        private final List<Node.Stmt> orElse;
        private final java.util.function.BooleanSupplier goesOn;

        Loop(List<Node.Stmt> body, List<Node.Stmt> orElse, java.util.function.BooleanSupplier goesOn) {
            this.body = body;
            this.orElse = orElse;
            this.goesOn = goesOn;
        }

        @Override
        void run() {
            if (goesOn.getAsBoolean()) {
                steps.push(new Block(body));
            } else {
                steps.pop();
                steps.push(new Block(orElse));
            }
        }

        @Override
        boolean signal(Object signal) {
            if (signal == Statements.Signal.BREAK) {
                steps.pop();
            }
            return signal == Statements.Signal.BREAK || signal == Statements.Signal.CONTINUE;
        }
    }

    /** {@code try}: its body, then a handler or its {@code else}, then its {@code finally} whatever has happened. */
    private final class Attempt extends Step {
        private final Node.Try attempt;
        private boolean inBody = true;
        private boolean inElse;
        private boolean isLast;
        private Optional<Object> signal = Optional.empty();
        private Optional<Raised> raised = Optional.empty();
        private Optional<Node.Handler> handler = Optional.empty();
        private final Optional<Instance> before = frame.handling();

        Attempt(Node.Try attempt) {
            this.attempt = attempt;
        }

        @Override
        void run() {
            if (inBody && !inElse) {
                inElse = true;
                steps.push(new Block(attempt.body()));
            } else if (inBody) {
                inBody = false;
                steps.push(new Block(attempt.orElse()));
            } else if (!isLast) {
                last();
            } else {
                steps.pop();
                if (raised.isPresent()) {
                    throw raised.get();
                }
                signal.ifPresent(Generator.this::signal);
            }
        }

        private void last() {
            isLast = true;
            leaveHandler();
            steps.push(new Block(attempt.last()));
        }

        private void leaveHandler() {
            handler.flatMap(Node.Handler::name).ifPresent(frame::delete);
            handler = Optional.empty();
            frame.handle(before);
        }

        @Override
        boolean signal(Object came) {
            if (isLast) {
                return false;
            }
            signal = Optional.of(came);
            inBody = false;
            last();
            return true;
        }

        @Override
        boolean raised(Raised came) {
            if (isLast) {
                return false;
            }
            if (inBody) {
                inBody = false;
                Optional<Node.Handler> wanted = statements.handler(attempt, came, frame);
                if (wanted.isPresent()) {
                    handler = wanted;
                    frame.handle(Optional.of(came.exception));
                    wanted.get().name().ifPresent(name -> frame.set(name, came.exception));
                    steps.push(new Block(wanted.get().body()));
                    return true;
                }
            }
            raised = Optional.of(came);
            last();
            return true;
        }
    }
}
