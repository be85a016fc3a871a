package io.telltale.detection.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.Limits;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.engine.Readiness;
import io.telltale.detection.event.AuditEvent;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.Companions;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.vendor.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of texts, numbers and times over generated arguments: each language gives what Java's own functions give. */
class FunctionsAgainstJavaTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final int EVENTS = 60;
    private static final String ALPHABET = "abcXYZ aeiou,,.-/%0123\u00e9\u00df\u4e16\ud83d\ude00";

    /** What a function is asked about: two texts, a number and a time, in UTC. */
    private record Arguments(String text, String other, long number, ZonedDateTime time) {
        static Arguments of(Random random) {
            // Not before 1970 and no finer than a millisecond, as logs are.
            Instant time = Instant.ofEpochMilli((long) (random.nextDouble() * 2_000_000_000_000L));
            String text = text(random, 1 + random.nextInt(14));
            int[] letters = text.codePoints().toArray();
            int from = random.nextInt(letters.length);
            String part = new String(letters, from, Math.min(2, letters.length - from));
            return new Arguments(
                    text,
                    random.nextInt(3) > 0 ? part : text(random, 2),
                    random.nextInt(3) > 0 ? random.nextInt(2000) - 1000 : random.nextInt(),
                    time.atZone(ZoneOffset.UTC));
        }

        private static String text(Random random, int length) {
            int[] letters = ALPHABET.codePoints().toArray();
            var out = new StringBuilder("a");
            for (int i = 1; i < length; i++) {
                out.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            return out.append('z').toString();
        }

        int length() {
            return text.codePointCount(0, text.length());
        }

        /** The letters from one place, counted from 0, up to another one or the end. */
        String letters(int from, int to) {
            int[] letters = text.codePoints().toArray();
            int begin = Math.max(0, Math.min(from, letters.length));
            int end = Math.max(begin, Math.min(to, letters.length));
            return new String(letters, begin, end - begin);
        }

        /** Where the other text begins in the text, counted from 0 in letters, or -1. */
        int place() {
            int at = text.indexOf(other);
            return at < 0 ? -1 : text.codePointCount(0, at);
        }

        String formatted(String pattern) {
            return time.format(DateTimeFormatter.ofPattern(pattern, Locale.US));
        }

        AuditEvent event(int id) {
            var fields = new LinkedHashMap<String, Value>();
            fields.put("eventID", Values.of(String.valueOf(id)));
            fields.put("eventTime", Values.of(time.toInstant().toString()));
            fields.put("eventSource", Values.of("ecr.amazonaws.com"));
            fields.put("eventName", Values.of(text));
            fields.put("userAgent", Values.of(other));
            var parameters = new LinkedHashMap<String, Value>();
            parameters.put("text", Values.of(text));
            parameters.put("other", Values.of(other));
            parameters.put("number", Values.of(number));
            parameters.put("digits", Values.of(String.valueOf(number)));
            parameters.put("time", Values.of(time.toInstant().toString()));
            parameters.forEach(fields::put);
            fields.put("requestParameters", Values.objectOf(parameters));
            return new AuditEvent(
                    String.valueOf(id), Optional.of(time.toInstant()), new Value.ObjectOf(fields), "generated", id);
        }
    }

    private record Question(String expression, Function<Arguments, Object> answer) {
        @Override
        public String toString() {
            return expression;
        }
    }

    /** A language's questions, and the text around them that makes each a column of a rule. */
    private record Asked(String language, List<Question> questions, Function<List<String>, String> rule) {
        @Override
        public String toString() {
            return language;
        }
    }

    private static Question ask(String expression, Function<Arguments, Object> answer) {
        return new Question(expression, answer);
    }

    static List<Asked> languages() {
        return List.of(
                new Asked("spl", spl(), columns -> "eventName=* | eval " + named(columns, "c", "=", ", ")),
                new Asked(
                        "kusto",
                        kusto(),
                        columns -> "AWSCloudTrail | extend p = parse_json(RequestParameters)"
                                + " | extend text = tostring(p.text), other = tostring(p.other), number = tolong(p.number),"
                                + " digits = tostring(p.digits), time = todatetime(p.time) | project "
                                + named(columns, "c", " = ", ", ")),
                new Asked(
                        "esql",
                        esql(),
                        columns -> "from logs-aws.cloudtrail-* | eval " + named(columns, "c", " = ", ", ")),
                new Asked(
                        "yaral",
                        yaral(),
                        columns -> "rule r {\nevents:\n$e.metadata.product_event_type != \"\"\noutcome:\n"
                                + named(columns, "$c", " = ", "\n") + "\ncondition:\n$e\n}"));
    }

    private static String named(List<String> columns, String prefix, String is, String separator) {
        var out = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            out.add(prefix + i + is + columns.get(i));
        }
        return String.join(separator, out);
    }

    private static List<Question> spl() {
        return List.of(
                ask("lower(text)", a -> a.text().toLowerCase(Locale.ROOT)),
                ask("upper(other)", a -> a.other().toUpperCase(Locale.ROOT)),
                ask("len(text)", a -> (long) a.length()),
                ask("substr(text, 2)", a -> a.letters(1, a.length())),
                ask("substr(text, 2, 1)", a -> a.letters(1, 2)),
                ask("substr(text, -2)", a -> a.letters(a.length() - 2, a.length())),
                ask("substr(text, -2, 1)", a -> a.letters(a.length() - 2, a.length() - 1)),
                ask("replace(text, \"[aeiou]\", \"_\")", a -> a.text().replaceAll("[aeiou]", "_")),
                ask("replace(text, \"^(.)(.)\", \"\\2\\1\")", a -> a.text().replaceAll("^(.)(.)", "$2$1")),
                ask("mvjoin(split(text, \",\"), \"|\")", a -> a.text().replace(",", "|")),
                ask("mvcount(split(text, \",\"))", a -> (long) a.text().split(",", -1).length),
                ask(
                        "mvindex(split(text, \",\"), -1)",
                        a -> a.text().substring(a.text().lastIndexOf(',') + 1)),
                ask("text . \"-\" . other", a -> a.text() + "-" + a.other()),
                ask("md5(text)", a -> digest("MD5", a.text())),
                ask("sha1(text)", a -> digest("SHA-1", a.text())),
                ask("sha256(text)", a -> digest("SHA-256", a.text())),
                ask("urldecode(\"%41\" . upper(\"%c3%a9\"))", a -> URLDecoder.decode("%41%C3%A9", UTF_8)),
                ask("trim(\"  \" . other . \" \")", a -> a.other().replaceAll("^ +| +$", "")),
                ask("ltrim(text, \"ab\")", a -> a.text().replaceAll("^[ab]+", "")),
                ask("rtrim(text, \"z\")", a -> a.text().replaceAll("z+$", "")),
                ask("if(like(text, \"a%c%\"), 1, 0)", a -> a.text().matches("a.*c.*") ? 1L : 0L),
                ask("if(match(text, \"[XYZ]\\d\"), 1, 0)", a -> found("[XYZ]\\d", a.text())),
                ask("tonumber(digits) + 1", a -> a.number() + 1),
                ask("abs(number)", a -> Math.abs(a.number())),
                ask("floor(number / 7)", a -> Math.floorDiv(a.number(), 7L)),
                ask("ceiling(number / 7)", a -> -Math.floorDiv(-a.number(), 7L)),
                ask(
                        "tostring(abs(number), \"hex\")",
                        a -> "0x" + Long.toHexString(Math.abs(a.number())).toUpperCase(Locale.ROOT)),
                ask("tostring(number, \"commas\")", a -> String.format(Locale.US, "%,d", a.number())),
                ask("tonumber(\"ff\", 16)", a -> Long.parseLong("ff", 16)),
                ask("strftime(_time, \"%Y-%m-%d %H:%M:%S\")", a -> a.formatted("yyyy-MM-dd HH:mm:ss")),
                ask("strftime(_time, \"%y/%j %I %p\")", a -> a.formatted("yy/DDD hh a")),
                ask("strftime(_time, \"%a %A %b %B\")", a -> a.formatted("EEE EEEE MMM MMMM")),
                ask("strftime(_time, \"%F %T.%3N\")", a -> a.formatted("yyyy-MM-dd HH:mm:ss.SSS")),
                ask(
                        "strftime(_time, \"%w %u %V %G\")",
                        a -> a.time().getDayOfWeek().getValue() % 7
                                + " " + a.time().getDayOfWeek().getValue()
                                + " " + String.format("%02d", a.time().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                                + " " + a.time().get(IsoFields.WEEK_BASED_YEAR)),
                ask(
                        "strptime(strftime(_time, \"%d/%b/%Y:%H:%M:%S\"), \"%d/%b/%Y:%H:%M:%S\")",
                        a -> a.time().toEpochSecond()),
                ask("relative_time(_time, \"@d\")", a -> seconds(a.time().truncatedTo(ChronoUnit.DAYS))),
                ask(
                        "relative_time(_time, \"-1mon@mon\")",
                        a -> seconds(a.time()
                                .minusMonths(1)
                                .truncatedTo(ChronoUnit.DAYS)
                                .withDayOfMonth(1))),
                ask(
                        "relative_time(_time, \"@w1\")",
                        a -> seconds(a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))),
                ask(
                        "relative_time(_time, \"@w\")",
                        a -> seconds(a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY)))),
                ask(
                        "relative_time(_time, \"@y+3h\")",
                        a -> seconds(a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .withDayOfYear(1)
                                .plusHours(3))),
                ask(
                        "relative_time(_time, \"-90m@h\")",
                        a -> seconds(a.time().minusMinutes(90).truncatedTo(ChronoUnit.HOURS))));
    }

    private static List<Question> kusto() {
        return List.of(
                ask("tolower(text)", a -> a.text().toLowerCase(Locale.ROOT)),
                ask("toupper(other)", a -> a.other().toUpperCase(Locale.ROOT)),
                ask("substring(text, 0, 1)", a -> a.letters(0, 1)),
                ask("strcat(text, '-', other, number)", a -> a.text() + "-" + a.other() + a.number()),
                ask("strcat_array(split(text, ','), '|')", a -> a.text().replace(",", "|")),
                ask("array_length(split(text, ','))", a -> (long) a.text().split(",", -1).length),
                ask(
                        "tostring(split(text, ',')[-1])",
                        a -> a.text().substring(a.text().lastIndexOf(',') + 1)),
                ask("replace_string(text, other, '<>')", a -> a.text().replace(a.other(), "<>")),
                ask("replace_regex(text, '[aeiou]', '_')", a -> a.text().replaceAll("[aeiou]", "_")),
                ask("replace_regex(text, '^(.)(.)', @'\\2\\1')", a -> a.text().replaceAll("^(.)(.)", "$2$1")),
                ask(
                        "countof(text, 'a')",
                        a -> a.text().chars().filter(c -> c == 'a').count()),
                ask("trim('a', text)", a -> a.text().replaceAll("^a|a$", "")),
                ask("trim_end('z+', text)", a -> a.text().replaceAll("z+$", "")),
                ask("strrep(other, 2, '-')", a -> a.other() + "-" + a.other()),
                ask("extract('a(.)', 1, text)", a -> captured("a(.)", a.text())),
                ask("text contains other", a -> lower(a.text()).contains(lower(a.other()))),
                ask("text contains_cs other", a -> a.text().contains(a.other())),
                ask("text startswith_cs other", a -> a.text().startsWith(a.other())),
                ask("text endswith other", a -> lower(a.text()).endsWith(lower(a.other()))),
                ask("text matches regex '[XYZ][0-9]'", a -> found("[XYZ][0-9]", a.text()) == 1),
                ask("hash_sha256(text)", a -> digest("SHA-256", a.text())),
                ask("hash_sha1(text)", a -> digest("SHA-1", a.text())),
                ask("hash_md5(text)", a -> digest("MD5", a.text())),
                ask(
                        "base64_encode_tostring(text)",
                        a -> Base64.getEncoder().encodeToString(a.text().getBytes(UTF_8))),
                ask("base64_decode_tostring(base64_encode_tostring(text))", a -> a.text()),
                ask("url_decode('%41%C3%A9')", a -> URLDecoder.decode("%41%C3%A9", UTF_8)),
                ask("tolong(digits) + 1", a -> a.number() + 1),
                ask("abs(number)", a -> Math.abs(a.number())),
                ask("number / 7", a -> a.number() / 7),
                ask("bin(number, 7)", a -> Math.floorDiv(a.number(), 7L) * 7),
                ask("tohex(number)", a -> Long.toHexString(a.number())),
                ask(
                        "round(number / 7.0, 2)",
                        a -> Double.parseDouble(BigDecimal.valueOf(a.number() / 7.0)
                                .setScale(2, RoundingMode.HALF_EVEN)
                                .toPlainString())),
                ask("format_datetime(time, 'yyyy-MM-dd HH:mm:ss.fff')", a -> a.formatted("yyyy-MM-dd HH:mm:ss.SSS")),
                ask("format_datetime(time, 'yy-M-d h:m:s tt')", a -> a.formatted("yy-M-d h:m:s a")),
                ask("startofday(time)", a -> a.time().truncatedTo(ChronoUnit.DAYS)),
                ask(
                        "startofweek(time)",
                        a -> a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))),
                ask(
                        "startofmonth(time, 1)",
                        a -> a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .withDayOfMonth(1)
                                .plusMonths(1)),
                ask(
                        "startofyear(time)",
                        a -> a.time().truncatedTo(ChronoUnit.DAYS).withDayOfYear(1)),
                ask(
                        "bin(time, 3h)",
                        a -> a.time()
                                .truncatedTo(ChronoUnit.HOURS)
                                .minusHours(a.time().getHour() % 3)),
                ask("datetime_add('month', 1, time)", a -> a.time().plusMonths(1)),
                ask("datetime_add('minute', -90, time)", a -> a.time().minusMinutes(90)),
                ask(
                        "datetime_diff('day', time, datetime(2001-02-03 04:05))",
                        a -> ChronoUnit.DAYS.between(
                                ZonedDateTime.of(2001, 2, 3, 0, 0, 0, 0, ZoneOffset.UTC),
                                a.time().truncatedTo(ChronoUnit.DAYS))),
                ask(
                        "datetime_diff('month', time, datetime(2001-02-03))",
                        a -> (a.time().getYear() - 2001L) * 12 + a.time().getMonthValue() - 2),
                ask("datetime_part('hour', time)", a -> (long) a.time().getHour()),
                ask("hourofday(time)", a -> (long) a.time().getHour()),
                ask("dayofyear(time)", a -> (long) a.time().getDayOfYear()),
                ask("dayofmonth(time)", a -> (long) a.time().getDayOfMonth()),
                ask("week_of_year(time)", a -> (long) a.time().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                ask("getyear(time)", a -> (long) a.time().getYear()),
                ask("dayofweek(time) / 1d", a ->
                        (double) (a.time().getDayOfWeek().getValue() % 7)),
                ask(
                        "unixtime_milliseconds_todatetime(1000 * 86400)",
                        a -> ZonedDateTime.of(1970, 1, 2, 0, 0, 0, 0, ZoneOffset.UTC)));
    }

    private static List<Question> esql() {
        return List.of(
                ask("to_lower(text)", a -> a.text().toLowerCase(Locale.ROOT)),
                ask("to_upper(other)", a -> a.other().toUpperCase(Locale.ROOT)),
                ask("length(text)", a -> (long) a.length()),
                ask("byte_length(text)", a -> (long) a.text().getBytes(UTF_8).length),
                ask("bit_length(text)", a -> 8L * a.text().getBytes(UTF_8).length),
                ask("substring(text, 2)", a -> a.letters(1, a.length())),
                ask("substring(text, 2, 1)", a -> a.letters(1, 2)),
                ask("substring(text, -2)", a -> a.letters(a.length() - 2, a.length())),
                ask("left(text, 3)", a -> a.letters(0, 3)),
                ask("right(text, 3)", a -> a.letters(a.length() - 3, a.length())),
                ask("locate(text, other)", a -> a.place() + 1),
                ask("reverse(text)", a -> new StringBuilder(a.text()).reverse().toString()),
                ask("repeat(other, 2)", a -> a.other().repeat(2)),
                ask("trim(concat(\" \", other, \" \"))", a -> a.other().strip()),
                ask("replace(text, \"[aeiou]\", \"_\")", a -> a.text().replaceAll("[aeiou]", "_")),
                ask("replace(text, \"^(.)(.)\", \"$2$1\")", a -> a.text().replaceAll("^(.)(.)", "$2$1")),
                ask("mv_concat(split(text, \",\"), \"|\")", a -> a.text().replace(",", "|")),
                ask("mv_count(split(text, \",\"))", a -> (long) a.text().split(",", -1).length),
                ask(
                        "mv_last(split(text, \",\"))",
                        a -> a.text().substring(a.text().lastIndexOf(',') + 1)),
                ask("starts_with(text, other)", a -> a.text().startsWith(a.other())),
                ask("ends_with(text, other)", a -> a.text().endsWith(a.other())),
                ask("contains(text, other)", a -> a.text().contains(a.other())),
                ask("text rlike \".*[XYZ][0-9].*\"", a -> found("[XYZ][0-9]", a.text()) == 1),
                ask("text like \"a*c*\"", a -> a.text().matches("(?s)a.*c.*")),
                ask("md5(text)", a -> digest("MD5", a.text())),
                ask("sha256(text)", a -> digest("SHA-256", a.text())),
                ask(
                        "to_base64(text)",
                        a -> Base64.getEncoder().encodeToString(a.text().getBytes(UTF_8))),
                ask("from_base64(to_base64(text))", a -> a.text()),
                ask("to_long(digits) + 1", a -> a.number() + 1),
                ask("abs(to_long(digits))", a -> Math.abs(a.number())),
                ask("to_long(digits) / 7", a -> a.number() / 7),
                ask("to_long(digits) % 7", a -> a.number() % 7),
                ask("floor(to_long(digits) / 7.0)", a -> Math.floor(a.number() / 7.0)),
                ask(
                        "date_format(\"yyyy-MM-dd HH:mm:ss.SSS\", @timestamp)",
                        a -> a.formatted("yyyy-MM-dd HH:mm:ss.SSS")),
                ask("date_trunc(1 day, @timestamp)", a -> a.time().truncatedTo(ChronoUnit.DAYS)),
                ask(
                        "date_trunc(1 week, @timestamp)",
                        a -> a.time()
                                .truncatedTo(ChronoUnit.DAYS)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))),
                ask(
                        "date_trunc(1 month, @timestamp)",
                        a -> a.time().truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)),
                ask(
                        "date_trunc(3 hours, @timestamp)",
                        a -> a.time()
                                .truncatedTo(ChronoUnit.HOURS)
                                .minusHours(a.time().getHour() % 3)),
                ask("date_extract(\"hour_of_day\", @timestamp)", a ->
                        (long) a.time().getHour()),
                ask("date_extract(\"day_of_week\", @timestamp)", a -> a.time().getLong(ChronoField.DAY_OF_WEEK)),
                ask(
                        "date_extract(\"aligned_week_of_year\", @timestamp)",
                        a -> a.time().getLong(ChronoField.ALIGNED_WEEK_OF_YEAR)),
                ask(
                        "date_diff(\"hours\", to_datetime(\"2001-02-03T04:05:00Z\"), @timestamp)",
                        a -> ChronoUnit.HOURS.between(
                                ZonedDateTime.of(2001, 2, 3, 4, 5, 0, 0, ZoneOffset.UTC), a.time())),
                ask(
                        "date_diff(\"months\", to_datetime(\"2001-02-03T04:05:00Z\"), @timestamp)",
                        a -> ChronoUnit.MONTHS.between(
                                ZonedDateTime.of(2001, 2, 3, 4, 5, 0, 0, ZoneOffset.UTC), a.time())),
                ask("@timestamp + 1 month", a -> a.time().plusMonths(1)),
                ask("@timestamp - 90 minutes", a -> a.time().minusMinutes(90)));
    }

    private static List<Question> yaral() {
        String text = "$e.metadata.product_event_type";
        String other = "$e.network.http.user_agent";
        String time = "$e.metadata.event_timestamp.seconds";
        return List.of(
                ask("strings.to_lower(" + text + ")", a -> a.text().toLowerCase(Locale.ROOT)),
                ask("strings.to_upper(" + other + ")", a -> a.other().toUpperCase(Locale.ROOT)),
                ask("strings.concat(" + text + ", \"-\", " + other + ")", a -> a.text() + "-" + a.other()),
                ask(
                        "strings.count_substrings(" + text + ", \"a\")",
                        a -> a.text().chars().filter(c -> c == 'a').count()),
                ask("re.replace(" + text + ", `[aeiou]`, `_`)", a -> a.text().replaceAll("[aeiou]", "_")),
                ask("re.capture(" + text + ", `a(.)`)", a -> captured("a(.)", a.text())),
                ask("hash.sha256(" + text + ")", a -> digest("SHA-256", a.text())),
                ask("timestamp.get_hour(" + time + ")", a -> (long) a.time().getHour()),
                ask("timestamp.get_minute(" + time + ")", a -> (long) a.time().getMinute()),
                ask(
                        "timestamp.get_day_of_week(" + time + ")",
                        a -> a.time().getDayOfWeek().getValue() % 7 + 1L),
                ask("timestamp.get_date(" + time + ")", a -> a.formatted("yyyy-MM-dd")),
                ask("math.abs(0 - " + time + ")", a -> a.time().toEpochSecond()));
    }

    /** EQL binds no columns, so that each question is a rule, which fires where the answer is Java's. */
    private static List<Question> eql() {
        return List.of(
                ask("length(event.action)", a -> a.text().length()),
                ask("substring(event.action, 1)", a -> a.text().substring(1)),
                ask("substring(event.action, 1, 2)", a -> a.text().substring(1, 2)),
                ask(
                        "substring(event.action, -1)",
                        a -> a.text().substring(a.text().length() - 1)),
                ask("indexOf(event.action, \"z\")", a -> a.text().indexOf('z')),
                ask("indexOf(event.action, \"z\", 1)", a -> a.text().indexOf('z', 1)),
                ask(
                        "between(event.action, \"a\", \"z\")",
                        a -> a.text().substring(1, a.text().indexOf('z', 1))),
                ask("concat(event.action, \"-\", user_agent.original)", a -> a.text() + "-" + a.other()),
                ask(
                        "startsWith(event.action, user_agent.original)",
                        a -> a.text().startsWith(a.other())),
                ask(
                        "endsWith~(event.action, user_agent.original)",
                        a -> lower(a.text()).endsWith(lower(a.other()))),
                ask(
                        "stringContains(event.action, user_agent.original)",
                        a -> a.text().contains(a.other())),
                ask("event.action like~ \"A*C*\"", a -> a.text().matches("(?is)a.*c.*")),
                ask("event.action regex \".*[XYZ][0-9].*\"", a -> found("[XYZ][0-9]", a.text()) == 1),
                ask(
                        "number(concat(\"1\", length(event.action))) % 7",
                        a -> Long.parseLong("1" + a.text().length()) % 7));
    }

    @ParameterizedTest
    @MethodSource("eql")
    void everyFunctionOfEqlGivesWhatJavaGives(Question question) {
        for (int id = 1; id <= EVENTS; id++) {
            Arguments arguments = Arguments.of(new Random(id));
            Object wanted = question.answer().apply(arguments);
            String literal = wanted instanceof String text
                    ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                    : String.valueOf(wanted);
            PreparedRule rule = prepared("eql", "any where (" + question.expression() + ") == " + literal);
            var answered = new ArrayList<String>();
            var run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> answered.addAll(finding.eventIds()));
            run.accept(arguments.event(id));
            run.finish();
            assertThat(answered)
                    .as(question.expression() + " of " + arguments + ", Java: " + wanted)
                    .containsExactly(String.valueOf(id));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyFunctionGivesWhatJavaGives(Asked asked) {
        PreparedRule rule = prepared(
                asked.language(),
                asked.rule()
                        .apply(asked.questions().stream()
                                .map(Question::expression)
                                .toList()));
        var log = new LinkedHashMap<String, Arguments>();
        var differing = new ArrayList<String>();
        var answered = new ArrayList<String>();
        var run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> {
            String id = finding.eventIds().get(0);
            answered.add(id);
            for (int i = 0; i < asked.questions().size(); i++) {
                Question question = asked.questions().get(i);
                String given = told(finding.columns().getOrDefault("c" + i, Values.MISSING));
                String wanted = told(question.answer().apply(log.get(id)));
                if (!given.equals(wanted)) {
                    differing.add(question.expression() + " of " + log.get(id) + ": " + given + ", Java: " + wanted);
                }
            }
        });
        for (int id = 1; id <= EVENTS; id++) {
            // The seed of an event is its number.
            log.put(String.valueOf(id), Arguments.of(new Random(id)));
            run.accept(log.get(String.valueOf(id)).event(id));
        }
        run.finish();
        assertThat(answered).hasSize(EVENTS);
        assertThat(differing).isEmpty();
    }

    private static PreparedRule prepared(String language, String body) {
        var rule = Rule.local(language, SourceText.ofFile("rule", body));
        PreparedRule prepared = CORE.prepare(rule, Companions.NONE, Map.of());
        assertThat(prepared.readiness()).as(prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        return prepared;
    }

    /** Numbers and texts of them differ; whole numbers and decimals of one size do not. */
    private static String told(Object value) {
        if (value instanceof Value.Int number) {
            return told(number.value());
        } else if (value instanceof Value.Decimal number) {
            return told(number.value());
        } else if (value instanceof Value.Bool bool) {
            return told(bool.value());
        } else if (value instanceof Value.Time time) {
            return told(time.value().atZone(ZoneOffset.UTC));
        } else if (value instanceof Value.Text text) {
            return told(text.value());
        } else if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        } else if (value instanceof ZonedDateTime time) {
            return time.toInstant().toString();
        } else if (value instanceof String text) {
            return '"' + text + '"';
        }
        return value.toString();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static long found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).find() ? 1 : 0;
    }

    private static String captured(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static double seconds(ZonedDateTime time) {
        return time.toInstant().toEpochMilli() / 1000.0;
    }

    private static String digest(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
