package io.telltale.web;

import io.quarkus.qute.TemplateExtension;
import io.telltale.catalog.view.Page;
import io.telltale.detection.text.Span;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How pages write values: addresses, numbers, times, places in a rule's text. */
@TemplateExtension
final class PageText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private PageText() {}

    /** The text as one segment of a path, or as the value of a query parameter. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A label as the name of a style: {@code not fired} is {@code not-fired}. */
    static String style(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** Whether the text is an address that a link may lead to; vendors' files are strangers' input. */
    static boolean linkable(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://");
    }

    /** The page of an ATT&CK technique: {@code T1204.003} is at {@code T1204/003}. */
    static String attackPath(String technique) {
        return segment(technique).replace(".", "/");
    }

    /** An ISO 8601 time to the second; any other text as it is. */
    static String when(String time) {
        try {
            return SECONDS.format(Instant.parse(time));
        } catch (DateTimeParseException notAnInstant) {
            return time;
        }
    }

    /** Digits in groups of three. */
    static String grouped(Long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Milliseconds as people say them. */
    static String elapsed(Long millis) {
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** The number of lines before an offset of the text and the line that holds it, counted from 1. */
    static int lineAt(String body, int offset) {
        int end = Math.min(Math.max(offset, 0), body.length());
        return 1 + (int) body.chars().limit(end).filter(each -> each == '\n').count();
    }

    /** The line that a place begins on. */
    static int lineOf(String body, Span place) {
        return lineAt(body, place.start());
    }

    /** The numbers of the text's lines. */
    static List<Integer> lineNumbers(String body) {
        String text = body.stripTrailing();
        return IntStream.rangeClosed(1, lineAt(text, text.length())).boxed().toList();
    }

    /** What Prism calls a rule language; {@code none} for one that it does not know. */
    static String highlighting(String language) {
        return switch (language) {
            case "spl" -> "splunk-spl";
            case "kusto" -> "kusto";
            case "panther", "python" -> "python";
            case "sigma" -> "yaml";
            case "esql" -> "sql";
            default -> "none";
        };
    }

    static boolean hasPrevious(Page<?> page) {
        return page.page() > 1;
    }

    static boolean hasNext(Page<?> page) {
        return (long) page.page() * page.size() < page.total();
    }

    static int pageCount(Page<?> page) {
        return (int) Math.max(1, (page.total() + page.size() - 1) / page.size());
    }

    static int previousPage(Page<?> page) {
        return page.page() - 1;
    }

    static int nextPage(Page<?> page) {
        return page.page() + 1;
    }
}
