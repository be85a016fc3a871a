package io.telltale.detection.language.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Evaluates comprehensions, and generator expressions one element at a time. */
final class Comprehensions {
    private final Interpreter interpreter;
    private final Expressions expressions;

    Comprehensions(Interpreter interpreter, Expressions expressions) {
        this.interpreter = interpreter;
        this.expressions = expressions;
    }

    Object evaluate(Node.Comprehension comprehension, Frame frame) {
        Frame inner = frame.comprehension();
        var rows = new Rows(comprehension.clauses(), frame, inner);
        Budget budget = interpreter.budget();
        if (comprehension.kind() == Node.DisplayKind.GENERATOR) {
            return new Py.IteratorObject("generator", new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Object next() {
                    rows.next();
                    return expressions.evaluate(comprehension.element(), inner);
                }
            });
        }
        if (comprehension.kind() == Node.DisplayKind.DICT) {
            var dict = new Dict();
            Node.Expr value = comprehension.value().orElse(comprehension.element());
            while (rows.hasNext()) {
                rows.next();
                budget.make(1);
                Object key = expressions.evaluate(comprehension.element(), inner);
                dict.put(key, expressions.evaluate(value, inner));
            }
            return dict;
        }
        var items = new ArrayList<Object>();
        while (rows.hasNext()) {
            rows.next();
            budget.make(1);
            items.add(expressions.evaluate(comprehension.element(), inner));
        }
        return Expressions.collect(comprehension.kind(), items);
    }

    /** The bindings that the clauses give, one after another; each is made in the inner frame when it is asked for. */
    private final class Rows implements Iterator<Object> {
        private final List<Node.Clause> clauses;
        private final Frame inner;
        private final Deque<Iterator<Object>> open = new ArrayDeque<>();
        private boolean ready;

        Rows(List<Node.Clause> clauses, Frame outer, Frame inner) {
            this.clauses = clauses;
            this.inner = inner;
            // The first iterable is evaluated at once, outside.
            open.push(expressions
                    .iteration()
                    .iterator(expressions.evaluate(clauses.get(0).iterable(), outer)));
        }

        @Override
        public boolean hasNext() {
            while (!ready && !open.isEmpty()) {
                interpreter.budget().step();
                if (!open.peek().hasNext()) {
                    open.pop();
                    continue;
                }
                Node.Clause clause = clauses.get(open.size() - 1);
                interpreter
                        .statements()
                        .assignments()
                        .assign(clause.target(), open.peek().next(), inner);
                boolean kept = true;
                for (Node.Expr condition : clause.conditions()) {
                    kept = kept && expressions.isTrue(condition, inner);
                }
                if (kept && open.size() == clauses.size()) {
                    ready = true;
                } else if (kept) {
                    Node.Expr iterable = clauses.get(open.size()).iterable();
                    open.push(expressions.iteration().iterator(expressions.evaluate(iterable, inner)));
                }
            }
            return ready;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            return Py.None.NONE;
        }
    }
}
