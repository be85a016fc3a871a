package io.telltale.detection.language.esql;

import static io.telltale.detection.language.esql.EsqlFunctions.add;
import static io.telltale.detection.language.esql.EsqlFunctions.each;
import static io.telltale.detection.language.esql.EsqlFunctions.predicate;
import static io.telltale.detection.language.esql.EsqlFunctions.shape;
import static io.telltale.detection.language.esql.EsqlFunctions.single;
import static io.telltale.detection.language.esql.EsqlFunctions.text;
import static io.telltale.detection.language.esql.EsqlFunctions.whole;

import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.ecs.EcsNetworks;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ES|QL's functions over text and addresses. Positions count characters from one. */
final class EsqlText {
    /** Longest text that a function makes. */
    private static final int MAX_TEXT = 1_000_000;

    private EsqlText() {}

    static void addTo(Map<String, EsqlFunctions.Shape> table) {
        add(
                table,
                single(
                        2,
                        EsqlFunctions.ANY,
                        "concat",
                        a -> Values.of(a.stream().map(Value::asText).collect(Collectors.joining()))));
        add(
                table,
                predicate("starts_with", TestKind.STARTS_WITH, a -> text(a, 0).startsWith(text(a, 1))));
        add(table, predicate("ends_with", TestKind.ENDS_WITH, a -> text(a, 0).endsWith(text(a, 1))));
        add(table, predicate("contains", TestKind.CONTAINS, a -> text(a, 0).contains(text(a, 1))));
        add(table, each("to_lower", v -> Values.of(v.asText().toLowerCase(Locale.ROOT))));
        add(table, each("to_upper", v -> Values.of(v.asText().toUpperCase(Locale.ROOT))));
        for (String name : List.of("to_string", "to_keyword", "to_text")) {
            add(table, each(name, EsqlText::written));
        }
        add(
                table,
                each(
                        "to_ip",
                        v -> EcsNetworks.address(v.asText())
                                .map(EcsNetworks::written)
                                .map(Values::of)
                                .orElse(Values.NULL)));
        add(table, single(1, 1, "trim", a -> Values.of(text(a, 0).strip())));
        add(table, single(1, 1, "ltrim", a -> Values.of(text(a, 0).stripLeading())));
        add(table, single(1, 1, "rtrim", a -> Values.of(text(a, 0).stripTrailing())));
        add(table, single(1, 1, "reverse", a -> Values.of(reversed(text(a, 0)))));
        add(table, single(1, 1, "length", a -> Values.of(characters(text(a, 0)))));
        add(table, single(1, 1, "byte_length", a -> Values.of(bytes(text(a, 0)))));
        add(table, single(1, 1, "bit_length", a -> Values.of(8 * bytes(text(a, 0)))));
        add(table, single(2, 3, "locate", EsqlText::locate));
        add(table, single(2, 3, "substring", EsqlText::substring));
        add(table, single(2, 2, "left", a -> left(text(a, 0), whole(a, 1, 0))));
        add(table, single(2, 2, "right", a -> right(text(a, 0), whole(a, 1, 0))));
        add(table, single(2, 2, "repeat", a -> repeat(text(a, 0), whole(a, 1, -1))));
        add(table, single(1, 1, "space", a -> repeat(" ", whole(a, 0, -1))));
        add(table, single(2, 2, "split", EsqlText::split));
        add(table, single(3, 3, "ip_prefix", EsqlText::ipPrefix));
        add(table, shape(1, 2, "mv_concat", EsqlText::joined));
    }

    /** A time is written with its milliseconds, a decimal with its point. */
    private static Value written(Value value) {
        if (value instanceof Value.Decimal decimal) {
            return Values.of(Double.toString(decimal.value()));
        }
        return Values.of(value instanceof Value.Time time ? EsqlTime.iso(time.value()) : value.asText());
    }

    private static long characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Value joined(List<Value> a) {
        List<Value> elements = EsqlAggregates.elements(a.get(0));
        if (elements.isEmpty() || a.size() < 2 || a.get(1).isAbsent()) {
            return Values.NULL;
        }
        return Values.of(elements.stream().map(Value::asText).collect(Collectors.joining(text(a, 1))));
    }

    /** Backwards, with marks left behind the letters that they stand on. */
    private static String reversed(String text) {
        var letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        var out = new StringBuilder();
        for (int end = letters.last(), start = letters.previous();
                start != BreakIterator.DONE;
                end = start, start = letters.previous()) {
            out.append(text, start, end);
        }
        return out.toString();
    }

    /**
     * A start counts characters, from one or, negative, from the end; the place that is found counts a character beyond
     * Unicode's first 65,536 twice, as Java does.
     */
    private static Value locate(List<Value> a) {
        String text = text(a, 0);
        long size = characters(text);
        long start = whole(a, 2, 1);
        int from = (int) Math.max(0, Math.min(size, start < 0 ? size + start : start - 1));
        int found = text.indexOf(text(a, 1), text.offsetByCodePoints(0, from));
        return Values.of(found < 0 ? 0 : characters(text.substring(0, found)) + 1);
    }

    /** A start of zero is the first character, a negative one counts from the end; a negative length gives null. */
    private static Value substring(List<Value> a) {
        String text = text(a, 0);
        long length = whole(a, 2, Integer.MAX_VALUE);
        if (length < 0) {
            return Values.NULL;
        }
        long size = characters(text);
        long start = whole(a, 1, 1);
        long from = start > 0 ? start - 1 : start < 0 ? Math.max(0, size + start) : 0;
        return piece(text, from, from + length);
    }

    private static Value left(String text, long length) {
        return piece(text, 0, length);
    }

    private static Value right(String text, long length) {
        long size = characters(text);
        return piece(text, size - Math.max(0, length), size);
    }

    /** The characters from one position to another, counted from zero; both may lie outside of the text. */
    private static Value piece(String text, long from, long to) {
        int size = text.codePointCount(0, text.length());
        int first = (int) Math.max(0, Math.min(size, from));
        int last = (int) Math.max(first, Math.min(size, to));
        return Values.of(text.substring(text.offsetByCodePoints(0, first), text.offsetByCodePoints(0, last)));
    }

    private static Value repeat(String text, long times) {
        return times < 0 || times * text.length() > MAX_TEXT ? Values.NULL : Values.of(text.repeat((int) times));
    }

    private static Value split(List<Value> a) {
        String delimiter = text(a, 1);
        if (delimiter.isEmpty()) {
            return Values.NULL;
        }
        List<Value> parts = Stream.of(text(a, 0).split(java.util.regex.Pattern.quote(delimiter), -1))
                .map(Values::of)
                .toList();
        return EsqlAggregates.several(parts);
    }

    private static Value ipPrefix(List<Value> a) {
        var address = EcsNetworks.address(text(a, 0));
        if (address.isEmpty()) {
            return Values.NULL;
        }
        byte[] bytes = address.get();
        long length = whole(a, bytes.length == 4 ? 1 : 2, -1);
        if (length < 0 || length > bytes.length * 8L) {
            return Values.NULL;
        }
        for (int bit = (int) length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
        }
        return Values.of(EcsNetworks.written(bytes));
    }
}
