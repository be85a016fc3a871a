package io.telltale.detection.language.python;

import io.telltale.detection.ir.Value;
import io.telltale.detection.text.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The syntax tree of a Python module. */
sealed interface Node {
    Span span();

    /** An expression. */
    sealed interface Expr extends Node {}

    /** A statement. */
    sealed interface Stmt extends Node {}

    record Constant(Value value, Span span) implements Expr {}

    /** An integer of more than 64 bits. */
    record BigConstant(BigInteger value, Span span) implements Expr {}

    /** A bytes literal, one character a byte. */
    record BytesConstant(String latin1, Span span) implements Expr {}

    record Name(String id, Span span) implements Expr {}

    record Attribute(Expr object, String name, Span span) implements Expr {}

    record Subscript(Expr object, Expr index, Span span) implements Expr {}

    record Slice(Optional<Expr> lower, Optional<Expr> upper, Optional<Expr> step, Span span) implements Expr {}

    /** An argument; its name is empty for a positional one, {@code *} and {@code **} for an unpacked one. */
    record Argument(String name, Expr value) {}

    record Call(Expr function, List<Argument> arguments, Span span) implements Expr {}

    record Unary(String operator, Expr operand, Span span) implements Expr {}

    record Binary(String operator, Expr left, Expr right, Span span) implements Expr {}

    record BoolOp(boolean and, List<Expr> operands, Span span) implements Expr {}

    record Compare(Expr first, List<String> operators, List<Expr> rest, Span span) implements Expr {}

    record IfExpr(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

    record Lambda(Parameters parameters, Expr body, Span span) implements Expr {}

    record Walrus(String name, Expr value, Span span) implements Expr {}

    record Starred(Expr value, Span span) implements Expr {}

    /** {@code ...}, which says nothing. */
    record EllipsisExpr(Span span) implements Expr {}

    /** A list, tuple or set display. */
    record Display(DisplayKind kind, List<Expr> elements, Span span) implements Expr {}

    enum DisplayKind {
        LIST,
        TUPLE,
        SET,
        DICT,
        GENERATOR
    }

    /** A pair of a dictionary display; without a key where a mapping is unpacked. */
    record Pair(Optional<Expr> key, Expr value) {}

    record DictDisplay(List<Pair> pairs, Span span) implements Expr {}

    record Clause(Expr target, Expr iterable, List<Expr> conditions) {}

    record Comprehension(DisplayKind kind, Expr element, Optional<Expr> value, List<Clause> clauses, Span span)
            implements Expr {}

    /** A formatted string: constants and replacement fields. */
    record Formatted(List<Part> parts, Span span) implements Expr {}

    /** A piece of a formatted string: text, or a value with its conversion and format. */
    record Part(String text, Optional<Expr> value, String conversion, Optional<Formatted> format) {}

    /** A parameter list; {@code star} and {@code doubleStar} are empty where there is none. */
    record Parameters(
            List<ParameterNode> positional, String star, List<ParameterNode> keywordOnly, String doubleStar) {}

    record ParameterNode(String name, Optional<Expr> defaultValue) {}

    record ExprStmt(Expr value, Span span) implements Stmt {}

    record Assign(List<Expr> targets, Expr value, Span span) implements Stmt {}

    record AugAssign(Expr target, String operator, Expr value, Span span) implements Stmt {}

    record Return(Optional<Expr> value, Span span) implements Stmt {}

    record If(Expr condition, List<Stmt> body, List<Stmt> orElse, Span span) implements Stmt {}

    record For(Expr target, Expr iterable, List<Stmt> body, List<Stmt> orElse, Span span) implements Stmt {}

    record While(Expr condition, List<Stmt> body, List<Stmt> orElse, Span span) implements Stmt {}

    record Handler(Optional<Expr> type, Optional<String> name, List<Stmt> body) {}

    record Try(List<Stmt> body, List<Handler> handlers, List<Stmt> orElse, List<Stmt> last, Span span)
            implements Stmt {}

    record Raise(Optional<Expr> exception, Optional<Expr> cause, Span span) implements Stmt {}

    record Assert(Expr condition, Optional<Expr> message, Span span) implements Stmt {}

    record Pass(Span span) implements Stmt {}

    record Break(Span span) implements Stmt {}

    record Continue(Span span) implements Stmt {}

    record Global(List<String> names, Span span) implements Stmt {}

    record Nonlocal(List<String> names, Span span) implements Stmt {}

    /** A context manager and what it is bound to. */
    record WithItem(Expr manager, Optional<Expr> target) {}

    record With(List<WithItem> items, List<Stmt> body, Span span) implements Stmt {}

    record Match(Expr subject, List<Case> cases, Span span) implements Stmt {}

    record Case(Pattern pattern, Optional<Expr> guard, List<Stmt> body) {}

    /** A pattern of a {@code case}. */
    sealed interface Pattern {}

    /** A constant or a dotted name, compared with the subject. */
    record ValuePattern(Expr value) implements Pattern {}

    /** A name that takes the subject, after a pattern in {@code pattern as name}; {@code _} takes nothing. */
    record CapturePattern(Optional<Pattern> pattern, String name) implements Pattern {}

    record OrPattern(List<Pattern> alternatives) implements Pattern {}

    /** {@code [a, *rest]}; a star's name is {@code *rest}. */
    record SequencePattern(List<Pattern> elements) implements Pattern {}

    record StarPattern(String name) implements Pattern {}

    /** {@code {"key": pattern, **rest}}; {@code rest} is empty where there is none. */
    record MappingPattern(List<KeyPattern> keys, String rest) implements Pattern {}

    record KeyPattern(Expr key, Pattern pattern) {}

    /** {@code str()} or {@code Type(attribute=pattern)}. */
    record ClassPattern(Expr type, List<Pattern> positional, List<AttributePattern> named) implements Pattern {}

    record AttributePattern(String name, Pattern pattern) {}

    /** {@code name: type}, which says something of a class's fields only; {@code ofClass} where it is a ClassVar. */
    record Annotation(String name, boolean ofClass, Span span) implements Stmt {}

    record Delete(List<Expr> targets, Span span) implements Stmt {}

    /** {@code import module as alias}. */
    record Import(String module, String alias, boolean renamed, Span span) implements Stmt {}

    record ImportFrom(String module, String name, String alias, Span span) implements Stmt {}

    record FunctionDef(String name, Parameters parameters, List<Stmt> body, List<Expr> decorators, Span span)
            implements Stmt {}

    record ClassDef(String name, List<Argument> bases, List<Stmt> body, List<Expr> decorators, Span span)
            implements Stmt {}

    /** {@code yield value}, or {@code yield from value}. */
    record Yield(Optional<Expr> value, boolean from, Span span) implements Expr {
        /** What a {@code yield} is called that does not stand alone or on the right of an assignment. */
        static final String ELSEWHERE = "yield within an expression";
    }

    /** A statement that is Python but not run here ({@code async}). */
    record Foreign(String construct, Span span) implements Stmt {}

    /** An expression that is Python but not run here ({@code await}). */
    record ForeignExpr(String construct, Span span) implements Expr {}
}
