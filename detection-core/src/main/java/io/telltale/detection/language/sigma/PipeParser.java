package io.telltale.detection.language.sigma;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses the aggregation behind the bar of a condition. */
final class PipeParser {
    static final Set<String> FUNCTIONS = Set.of("count", "min", "max", "avg", "sum");
    private static final Map<String, String> OPERATORS =
            Map.of(">", "gt", ">=", "gte", "<", "lt", "<=", "lte", "=", "eq", "==", "eq", "!=", "neq");

    private final SourceText body;
    private final SearchReader.ConditionText condition;
    private final String text;
    private final int begin;
    private int at;

    /** @param begin where the aggregation begins, behind the bar */
    PipeParser(SourceText body, SearchReader.ConditionText condition, int begin) {
        this.body = body;
        this.condition = condition;
        this.text = condition.text();
        this.begin = begin;
        this.at = begin;
    }

    Pipe.Measure parse() throws RuleSyntaxException {
        int start = next();
        String function = word().toLowerCase(Locale.ROOT);
        if (!FUNCTIONS.contains(function)) {
            throw error(start, "found " + shown(function) + ", expected count, min, max, avg, sum or near");
        }
        expect("(");
        String field = word();
        expect(")");
        if (field.isEmpty() && !function.equals("count")) {
            throw error(at, "found " + function + " without a field");
        }
        var by = new ArrayList<String>();
        int afterFunction = at;
        if (word().equalsIgnoreCase("by")) {
            do {
                int place = next();
                String key = word();
                if (key.isEmpty()) {
                    throw error(place, "found " + shown(rest()) + ", expected a field to group by");
                }
                by.add(key);
            } while (take(","));
        } else {
            at = afterFunction;
        }
        int place = next();
        String operator = operator();
        if (!OPERATORS.containsKey(operator)) {
            throw error(place, "found " + shown(rest()) + ", expected a comparison such as > 5");
        }
        Value bound = number();
        if (!rest().isEmpty()) {
            throw error(at, "found " + rest() + ", expected the end of the condition");
        }
        Span span = condition.span(begin, text.length());
        return new Pipe.Measure(function, field, by, new Bounds(Map.of(OPERATORS.get(operator), bound)), span);
    }

    private Value number() throws RuleSyntaxException {
        int start = next();
        String written = word();
        try {
            return written.contains(".") ? Values.of(Double.parseDouble(written)) : Values.of(Long.parseLong(written));
        } catch (NumberFormatException e) {
            throw error(start, "found " + shown(written) + ", expected a number");
        }
    }

    private String operator() {
        skip();
        int start = at;
        while (at < text.length() && "<>=!".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String word() {
        skip();
        int start = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "(),<>=!|".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean take(String sign) {
        skip();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private void expect(String sign) throws RuleSyntaxException {
        if (!take(sign)) {
            throw error(at, "found " + shown(rest()) + ", expected " + sign);
        }
    }

    /** Where the next sign stands. */
    private int next() {
        skip();
        return at;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String rest() {
        return text.substring(Math.min(at, text.length())).strip();
    }

    private static String shown(String found) {
        return found.isEmpty() ? "the end of the condition" : found;
    }

    private RuleSyntaxException error(int place, String detail) {
        int start = Math.min(place, text.length());
        return new RuleSyntaxException(body, condition.span(start, Math.min(start + 1, text.length())), detail);
    }
}
