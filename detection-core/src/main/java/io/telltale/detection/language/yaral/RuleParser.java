package io.telltale.detection.language.yaral;

import io.telltale.detection.language.yaral.Token.Kind;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses a rule and its sections. */
final class RuleParser {
    private static final Set<String> SECTIONS =
            Set.of("meta", "setup", "events", "match", "outcome", "condition", "options");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));
    private static final Map<String, Duration> NAMED = Map.of(
            "minute", Duration.ofMinutes(1),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "week", Duration.ofDays(7));

    private final SourceText source;
    private final ExpressionParser parser;
    private final List<Syntax> events = new ArrayList<>();
    private final List<Syntax.Outcome> outcomes = new ArrayList<>();
    private final List<Syntax.Option> options = new ArrayList<>();
    private Optional<Syntax.Match> match = Optional.empty();
    private Optional<Syntax> condition = Optional.empty();

    RuleParser(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.parser = new ExpressionParser(source);
    }

    Syntax.Rule parse() throws RuleSyntaxException {
        if (!parser.takeWord("rule")) {
            throw parser.found("rule");
        }
        Token name = parser.expect(Kind.WORD, "the rule's name");
        parser.expectSign("{");
        var seen = new HashSet<String>();
        while (!parser.peek().isSign("}")) {
            Token section = parser.peek();
            if (!startsSection()) {
                throw parser.found("a section such as events:");
            }
            parser.take();
            parser.take();
            String title = section.text().toLowerCase(Locale.ROOT);
            if (!seen.add(title)) {
                throw error(section.span(), "found a second section " + title);
            }
            section(title);
        }
        Span end = parser.peek().span();
        parser.take();
        if (parser.peek().kind() != Kind.END) {
            throw parser.found("the end of the rule");
        }
        if (events.isEmpty()) {
            throw error(end, "found no events");
        }
        if (condition.isEmpty()) {
            throw error(end, "found no condition");
        }
        return new Syntax.Rule(name.text(), events, match, outcomes, condition.get(), options);
    }

    private void section(String title) throws RuleSyntaxException {
        switch (title) {
            case "meta" -> {
                while (!ends()) {
                    option();
                }
                options.clear();
            }
            case "events" -> {
                while (!ends()) {
                    events.add(parser.expression());
                }
            }
            case "match" -> match = Optional.of(match());
            case "outcome" -> {
                while (!ends()) {
                    outcome();
                }
            }
            case "condition" -> condition = Optional.of(parser.expression());
            case "options" -> {
                while (!ends()) {
                    options.add(option());
                }
            }
            default -> throw parser.found("a section such as events:");
        }
    }

    private Syntax.Option option() throws RuleSyntaxException {
        Token name = parser.expect(Kind.WORD, "a name");
        parser.expectSign("=");
        parser.takeSign("-");
        Token value = parser.peek();
        if (value.kind() != Kind.TEXT
                && value.kind() != Kind.NUMBER
                && value.kind() != Kind.DURATION
                && value.kind() != Kind.WORD) {
            throw parser.found("a value");
        }
        parser.take();
        return new Syntax.Option(name.text(), value.text(), name.span().to(value.span()));
    }

    private void outcome() throws RuleSyntaxException {
        Token name = parser.expect(Kind.VARIABLE, "a variable such as $risk_score");
        parser.expectSign("=");
        Syntax value = parser.expression();
        outcomes.add(new Syntax.Outcome(name.text(), value, name.span().to(value.span())));
    }

    private Syntax.Match match() throws RuleSyntaxException {
        var variables = new ArrayList<Syntax.Variable>();
        Span span = parser.peek().span();
        do {
            Token variable = parser.expect(Kind.VARIABLE, "a variable to match by");
            if (parser.peek().isSign(".") || parser.peek().isSign("[")) {
                throw parser.found("a placeholder, not a field");
            }
            variables.add(new Syntax.Variable(variable.text(), variable.span()));
        } while (parser.takeSign(","));
        var kind = Syntax.WindowKind.HOP;
        if (parser.takeWord("by")) {
            kind = Syntax.WindowKind.TUMBLING;
        } else if (!parser.takeWord("over")) {
            throw parser.found("over or by and a time such as 5m");
        } else if (parser.takeWord("every")) {
            kind = Syntax.WindowKind.TUMBLING;
        }
        span = span.to(parser.peek().span());
        Duration window = duration();
        Optional<Syntax.Variable> pivot = Optional.empty();
        if (kind == Syntax.WindowKind.HOP
                && (parser.peek().isWord("before") || parser.peek().isWord("after"))) {
            kind = parser.take().isWord("before") ? Syntax.WindowKind.BEFORE : Syntax.WindowKind.AFTER;
            Token variable = parser.expect(Kind.VARIABLE, "an event variable");
            pivot = Optional.of(new Syntax.Variable(variable.text(), variable.span()));
            span = span.to(variable.span());
        }
        if (!ends()) {
            throw parser.found("the end of the section");
        }
        return new Syntax.Match(List.copyOf(variables), kind, window, pivot, span);
    }

    private Duration duration() throws RuleSyntaxException {
        Token token = parser.peek();
        Optional<Duration> read = Optional.empty();
        if (token.kind() == Kind.WORD) {
            read = Optional.ofNullable(NAMED.get(token.text().toLowerCase(Locale.ROOT)));
        } else if (token.kind() == Kind.DURATION && token.text().length() <= 7) {
            String text = token.text();
            Duration unit = UNITS.get(text.substring(text.length() - 1));
            String number = text.substring(0, text.length() - 1);
            if (unit != null && number.matches("\\d+")) {
                read = Optional.of(unit.multipliedBy(Long.parseLong(number)));
            }
        }
        if (read.isEmpty() || read.get().isZero()) {
            throw parser.found("a time such as 5m");
        }
        parser.take();
        return read.get();
    }

    private boolean startsSection() {
        Token token = parser.peek();
        return token.kind() == Kind.WORD
                && SECTIONS.contains(token.text().toLowerCase(Locale.ROOT))
                && parser.peekAfter().isSign(":");
    }

    private boolean ends() {
        return startsSection() || parser.peek().isSign("}") || parser.peek().kind() == Kind.END;
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }
}
