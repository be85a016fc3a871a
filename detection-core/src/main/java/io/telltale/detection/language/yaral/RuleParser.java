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
import java.util.regex.Pattern;

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

    private static final Pattern LENGTH = Pattern.compile("\\d{1,6}[smhdw]");

    private final SourceText source;
    private final TokenCursor tokens;
    private final ExpressionParser expressions;
    private final List<Syntax> events = new ArrayList<>();
    private final List<Syntax.Outcome> outcomes = new ArrayList<>();
    private final List<Syntax.Option> options = new ArrayList<>();
    private Optional<Syntax.Match> match = Optional.empty();
    private Optional<Syntax> condition = Optional.empty();

    RuleParser(SourceText source) throws RuleSyntaxException {
        this.source = source;
        this.tokens = new TokenCursor(source);
        this.expressions = new ExpressionParser(source, tokens);
    }

    Syntax.Rule parse() throws RuleSyntaxException {
        if (!tokens.takeWord("rule")) {
            throw tokens.found("rule");
        }
        Token name = tokens.expect(Kind.WORD, "the rule's name");
        tokens.expectSign("{");
        var seen = new HashSet<String>();
        while (!tokens.peek().isSign("}")) {
            Token section = tokens.peek();
            if (!startsSection()) {
                throw tokens.found("a section such as events:");
            }
            tokens.take();
            tokens.take();
            String title = section.text().toLowerCase(Locale.ROOT);
            if (!seen.add(title)) {
                throw error(section.span(), "found a second section " + title);
            }
            section(title);
        }
        Span end = tokens.peek().span();
        tokens.take();
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.found("the end of the rule");
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
                    events.add(expressions.expression());
                }
            }
            case "match" -> match = Optional.of(match());
            case "outcome" -> {
                while (!ends()) {
                    outcome();
                }
            }
            case "condition" -> condition = Optional.of(expressions.expression());
            case "options" -> {
                while (!ends()) {
                    options.add(option());
                }
            }
            default -> throw tokens.found("a section such as events:");
        }
    }

    private Syntax.Option option() throws RuleSyntaxException {
        Token name = tokens.expect(Kind.WORD, "a name");
        tokens.expectSign("=");
        tokens.takeSign("-");
        Token value = tokens.peek();
        if (value.kind() != Kind.TEXT
                && value.kind() != Kind.NUMBER
                && value.kind() != Kind.DURATION
                && value.kind() != Kind.WORD) {
            throw tokens.found("a value");
        }
        tokens.take();
        return new Syntax.Option(name.text(), value.text(), name.span().to(value.span()));
    }

    private void outcome() throws RuleSyntaxException {
        Token name = tokens.expect(Kind.VARIABLE, "a variable such as $risk_score");
        tokens.expectSign("=");
        Syntax value = expressions.expression();
        outcomes.add(new Syntax.Outcome(name.text(), value, name.span().to(value.span())));
    }

    private Syntax.Match match() throws RuleSyntaxException {
        var variables = new ArrayList<Syntax.Variable>();
        Span span = tokens.peek().span();
        do {
            Token variable = tokens.expect(Kind.VARIABLE, "a variable to match by");
            if (tokens.peek().isSign(".") || tokens.peek().isSign("[")) {
                throw tokens.found("a placeholder, not a field");
            }
            variables.add(new Syntax.Variable(variable.text(), variable.span()));
        } while (tokens.takeSign(","));
        var kind = Syntax.WindowKind.HOP;
        if (tokens.takeWord("by")) {
            kind = Syntax.WindowKind.TUMBLING;
        } else if (!tokens.takeWord("over")) {
            throw tokens.found("over or by and a time such as 5m");
        } else if (tokens.takeWord("every")) {
            kind = Syntax.WindowKind.TUMBLING;
        }
        if (kind == Syntax.WindowKind.TUMBLING) {
            // Says of what lasts that its beginning counts; events do not last.
            tokens.takeWord("first");
        }
        span = span.to(tokens.peek().span());
        Duration window = duration();
        Optional<Syntax.Variable> pivot = Optional.empty();
        if (kind == Syntax.WindowKind.HOP
                && (tokens.peek().isWord("before") || tokens.peek().isWord("after"))) {
            kind = tokens.take().isWord("before") ? Syntax.WindowKind.BEFORE : Syntax.WindowKind.AFTER;
            Token variable = tokens.expect(Kind.VARIABLE, "an event variable");
            pivot = Optional.of(new Syntax.Variable(variable.text(), variable.span()));
            span = span.to(variable.span());
        }
        if (kind == Syntax.WindowKind.TUMBLING) {
            tokens.takeWord("tumbling");
        }
        if (!ends()) {
            throw tokens.found("the end of the section");
        }
        return new Syntax.Match(List.copyOf(variables), kind, window, pivot, span);
    }

    /** The length of {@code 5m} and the like; empty where it is written in another way, or none. */
    static Optional<Duration> length(String written) {
        if (!LENGTH.matcher(written).matches()) {
            return Optional.empty();
        }
        Duration unit = UNITS.getOrDefault(written.substring(written.length() - 1), Duration.ZERO);
        Duration length = unit.multipliedBy(Long.parseLong(written.substring(0, written.length() - 1)));
        return Optional.of(length).filter(some -> !some.isZero());
    }

    private Duration duration() throws RuleSyntaxException {
        Token token = tokens.peek();
        Optional<Duration> read = Optional.empty();
        if (token.kind() == Kind.WORD) {
            read = Optional.ofNullable(NAMED.get(token.text().toLowerCase(Locale.ROOT)));
        } else if (token.kind() == Kind.DURATION) {
            read = length(token.text());
        }
        if (read.isEmpty()) {
            throw tokens.found("a time such as 5m");
        }
        tokens.take();
        return read.get();
    }

    private boolean startsSection() {
        Token token = tokens.peek();
        return token.kind() == Kind.WORD
                && SECTIONS.contains(token.text().toLowerCase(Locale.ROOT))
                && tokens.peekAfter().isSign(":");
    }

    private boolean ends() {
        return startsSection() || tokens.peek().isSign("}") || tokens.peek().kind() == Kind.END;
    }

    private RuleSyntaxException error(Span span, String detail) {
        return new RuleSyntaxException(source, span, detail);
    }
}
