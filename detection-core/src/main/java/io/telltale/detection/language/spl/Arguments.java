package io.telltale.detection.language.spl;

import io.telltale.detection.language.spl.SearchSyntax.Word;
import io.telltale.detection.text.RuleSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What commands' arguments are made of: options, fields, numbers, sort keys. */
final class Arguments {
    private static final String OPTION_STOPS = ",|[]";

    /** How streamstats wants the expressions of its resets to begin. */
    private static final String QUOTED_PARENTHESIS = "\"(\"";

    private static final Set<String> SORT_TYPES = Set.of("auto", "num", "str", "ip");

    private final Scanner in;

    Arguments(Scanner in) {
        this.in = in;
    }

    /** Whether the command goes on, white space and commas aside. */
    boolean more() {
        in.separators();
        return !in.atEnd() && in.peek() != '|' && in.peek() != ']';
    }

    /** An option's value, where the option {@code name=…} is next. */
    Optional<Word> option(String name) throws RuleSyntaxException {
        int at = in.space().at();
        if (in.takeKeyword(name, false) && in.take("=")) {
            return Optional.of(in.word(OPTION_STOPS, "a value"));
        }
        in.back(at);
        return Optional.empty();
    }

    /** Whether any {@code name=} is next. */
    boolean atOption() {
        int at = in.space().at();
        boolean option = !in.identifier().isEmpty() && in.space().peek() == '=' && in.peek(1) != '=';
        in.back(at);
        return option;
    }

    /** All options that are next, by their names in lower case. */
    Map<String, Word> options() throws RuleSyntaxException {
        var out = new LinkedHashMap<String, Word>();
        while (more() && atOption()) {
            String name = Scanner.lower(in.identifier());
            in.expect("=");
            out.put(name, value());
        }
        return out;
    }

    private Word value() throws RuleSyntaxException {
        if (in.space().peek() == '(') {
            return in.parentheses();
        }
        return in.sees(QUOTED_PARENTHESIS) ? in.quotedParentheses() : in.word(OPTION_STOPS, "a value");
    }

    List<Word> names() throws RuleSyntaxException {
        var names = new ArrayList<Word>();
        while (more()) {
            names.add(in.name("a field"));
        }
        if (names.isEmpty()) {
            throw in.unexpected("expected a field");
        }
        return names;
    }

    /** A whole number, where one is next and is no part of a longer word. */
    Optional<Integer> number() throws RuleSyntaxException {
        int at = in.space().at();
        if (!Character.isDigit(in.peek())) {
            return Optional.empty();
        }
        Word word = in.word(" ,|[]()=", "a number");
        if (!word.text().chars().allMatch(Character::isDigit)) {
            in.back(at);
            return Optional.empty();
        }
        return Optional.of(whole(word));
    }

    int whole(Word word) throws RuleSyntaxException {
        if (word.text().length() < 10
                && word.text().chars().allMatch(Character::isDigit)
                && !word.text().isEmpty()) {
            return Integer.parseInt(word.text());
        }
        throw in.error(in.at(), "found " + word.text() + ", expected a whole number");
    }

    /** {@code -count, +num(bytes), name desc}: up to the end of the command. */
    List<Command.SortKey> sortKeys() throws RuleSyntaxException {
        var keys = new ArrayList<Command.SortKey>();
        while (more()) {
            boolean descending = in.peek() == '-';
            if (descending || in.peek() == '+') {
                in.skip(1);
            }
            Word field;
            String type = sortType();
            if (type.isEmpty()) {
                type = "auto";
                field = in.name("a field");
            } else {
                in.expect("(");
                field = in.name("a field");
                in.expect(")");
            }
            String word = field.quoted() ? "" : Scanner.lower(field.text());
            if (!keys.isEmpty() && (word.equals("desc") || word.equals("d"))) {
                keys.replaceAll(k -> new Command.SortKey(k.field(), !k.descending(), k.type()));
            } else if (keys.isEmpty() || !(word.equals("asc") || word.equals("a"))) {
                keys.add(new Command.SortKey(field, descending, type));
            }
        }
        return keys;
    }

    /** The type that a sort key's value is taken as, where one is named; the field's own name may hold parentheses too. */
    private String sortType() {
        int at = in.space().at();
        String type = Scanner.lower(in.identifier());
        if (SORT_TYPES.contains(type) && in.space().peek() == '(') {
            return type;
        }
        in.back(at);
        return "";
    }
}
