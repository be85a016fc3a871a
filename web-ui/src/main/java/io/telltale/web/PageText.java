package io.telltale.web;

import io.quarkus.qute.TemplateExtension;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.RuleTestView;
import io.telltale.catalog.view.RuleView;
import io.telltale.catalog.view.ServiceView;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.text.Span;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How pages write values: addresses, numbers, times, places in a rule's text. */
@TemplateExtension
final class PageText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern DURATION = Pattern.compile("\\bP(?:\\d+D)?(?:T(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?\\b");

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

    /** A count with its noun: {@code 1 rule}, {@code 2,100 rules}. */
    static String counted(Number number, String noun) {
        return grouped(number) + " " + (number.longValue() == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun.matches(".*[^aeiou]y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    /** Whether it makes a difference that a comparison minds the case: it is one of text, and the text has letters. */
    static boolean mindsCase(String kind, String value) {
        return switch (kind) {
            case "eq", "in", "contains", "starts_with", "ends_with", "wildcard", "regex" ->
                value.chars().anyMatch(each -> Character.toLowerCase(each) != Character.toUpperCase(each));
            case "field_eq" -> true;
            default -> false;
        };
    }

    /** Whether a comparison of this kind has no value to show. */
    static boolean takesNoValue(String kind) {
        return kind.equals("exists") || kind.equals("is_null");
    }

    /** What there is, to loop over. */
    static <T> List<T> asList(Optional<T> perhaps) {
        return perhaps.stream().toList();
    }

    /** The result of a test among those that were run. */
    static List<RuleTestView> ofTest(List<RuleTestView> results, int number) {
        return results.stream().filter(each -> each.number() == number).toList();
    }

    /** How many results have an outcome. */
    static long withOutcome(List<RuleTestView> results, String outcome) {
        return results.stream().filter(each -> each.outcome().equals(outcome)).count();
    }

    /** A share in whole percent; 100 % only where nothing is left out. */
    static String percentOf(Long part, Long whole) {
        return whole == 0 ? "" : 100 * part / whole + " %";
    }

    /** A commit as it is commonly abbreviated. */
    static String abbreviated(String commit) {
        return commit.length() > 10 ? commit.substring(0, 10) : commit;
    }

    /** A text in which each ISO 8601 duration is written as people say it: {@code PT1H10M} is {@code 1 h 10 min}. */
    static String durations(String text) {
        return DURATION.matcher(text).replaceAll(each -> {
            try {
                return spoken(Duration.parse(each.group()));
            } catch (DateTimeParseException notADuration) {
                return Matcher.quoteReplacement(each.group());
            }
        });
    }

    private static String spoken(Duration duration) {
        String parts = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "min")
                + part(duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : parts.strip();
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : " " + amount + " " + unit;
    }

    /** A condition of an explanation with what it did for its row. */
    static Bearing bearing(Explanation.Condition condition) {
        return Bearing.of(condition);
    }

    /** Whether the wanted value says more than the condition's own text. */
    static boolean tellsWanted(Explanation.Condition condition) {
        return !condition.wanted().isEmpty() && !condition.text().contains(condition.wanted());
    }

    /** The events of a service that rules are attached to, its catch-all left out. */
    static long watched(ServiceView service) {
        return service.events().stream()
                .filter(each -> !each.catchAll() && each.rules() > 0)
                .count();
    }

    /** The fields of a rule's findings, gathered by the stage that binds them. */
    static Map<String, List<String>> byStage(List<RuleView.OutputField> outputs) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (RuleView.OutputField output : outputs) {
            fields.computeIfAbsent(output.stage(), stage -> new ArrayList<>()).add(output.name());
        }
        return fields;
    }

    /** A stage in the printable form without the word that names it, over several lines where it is long. */
    static String laidOut(String stage, String kind) {
        return StageLayout.of(stage.startsWith(kind + " ") ? stage.substring(kind.length() + 1) : stage);
    }

    /** An ISO 8601 time to the second; any other text as it is. */
    static String when(String time) {
        try {
            return SECONDS.format(Instant.parse(time));
        } catch (DateTimeParseException notAnInstant) {
            return time;
        }
    }

    /** A time to the second. */
    static String instant(Instant time) {
        return SECONDS.format(time);
    }

    /** Digits in groups of three. */
    static String grouped(Number number) {
        return String.format(Locale.ROOT, "%,d", number.longValue());
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

    /** What the highlighter calls a rule language; {@code none} for one that it does not know. */
    static String highlighting(String language) {
        return switch (language) {
            case "spl" -> "splunk-spl";
            case "kusto" -> "kusto";
            case "panther", "python" -> "python";
            case "sigma", "panther-yaml", "panther-correlation" -> "yaml";
            case "sql", "snowflake" -> "sql";
            case "esql", "eql", "kuery", "lucene", "yaral" -> language;
            default -> "none";
        };
    }

    /** Prism's own component for a rule language; empty where the grammar is ours or there is none. */
    static String prismComponent(String language) {
        return switch (highlighting(language)) {
            case "splunk-spl", "kusto", "python", "yaml", "sql" -> highlighting(language);
            default -> "";
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
