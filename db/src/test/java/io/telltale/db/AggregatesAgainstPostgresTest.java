package io.telltale.db;

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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregates and joins over generated tables with nulls and duplicates: the engine, asked in KQL and ES|QL, and
 * PostgreSQL, asked in SQL, give the same rows.
 */
class AggregatesAgainstPostgresTest {
    private static final DetectionCore CORE = DetectionCore.standard();
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    private static final int TABLES = 25;

    @TempDir
    static Path data;

    private static PostgresServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = PostgresServer.start(data);
        connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int, side text, k bigint, n bigint, x double precision)");
        }
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        connection.close();
        server.close();
    }

    /** A record of the log and a row of the table; {@code k}, {@code n} and {@code x} may be null. */
    private record Row(int id, String side, Optional<Long> k, Optional<Long> n, Optional<Double> x) {
        AuditEvent event() {
            Instant time = BEGIN.plusSeconds(id);
            var parameters = new LinkedHashMap<String, Value>();
            k.ifPresent(value -> parameters.put("k", Values.of((long) value)));
            // Half of the nulls are written, half are missing.
            parameters.put("n", n.map(value -> Values.of((long) value)).orElse(Values.NULL));
            x.ifPresent(value -> parameters.put("x", Values.of((double) value)));
            var fields = new LinkedHashMap<String, Value>();
            fields.put("eventTime", Values.of(time.toString()));
            fields.put("eventName", Values.of(side));
            fields.put("requestParameters", Values.objectOf(parameters));
            k.ifPresent(value -> fields.put("k", Values.of((long) value)));
            fields.put("n", n.map(value -> Values.of((long) value)).orElse(Values.NULL));
            x.ifPresent(value -> fields.put("x", Values.of((double) value)));
            return new AuditEvent("e" + id, Optional.of(time), Values.objectOf(fields), "generated", id);
        }
    }

    private static List<Row> table(Random random) throws SQLException {
        var rows = new ArrayList<Row>();
        int count = 1 + random.nextInt(40);
        for (int id = 0; id < count; id++) {
            rows.add(new Row(
                    id,
                    random.nextBoolean() ? "L" : "R",
                    random.nextInt(6) == 0 ? Optional.empty() : Optional.of((long) random.nextInt(4)),
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of((long) random.nextInt(9) - 3),
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(random.nextInt(40) / 8.0)));
        }
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
            statement.execute("TRUNCATE t");
            for (Row row : rows) {
                insert.setInt(1, row.id());
                insert.setString(2, row.side());
                insert.setObject(3, row.k().orElse(null), Types.BIGINT);
                insert.setObject(4, row.n().orElse(null), Types.BIGINT);
                insert.setObject(5, row.x().orElse(null), Types.DOUBLE);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return rows;
    }

    private static final String READ = "AWSCloudTrail | extend p = parse_json(RequestParameters)"
            + " | extend k = tolong(p.k), n = tolong(p.n), x = todouble(p.x)";

    @Test
    void kustosAggregatesAreThoseOfSql() throws SQLException {
        String query = READ
                + " | summarize c = count(), cn = countif(isnotnull(n)), d = dcount(n), s = sum(n), a = avg(n), lo = min(n),"
                + " hi = max(n), sx = sum(x), sd = stdev(x), sp = stdevp(x), p50 = percentile(n, 50), p90 = percentile(n, 90),"
                + " arg_min(TimeGenerated, n), newest = maxif(n, n > 0) by k"
                + " | project k, c, cn, d, s, a, lo, hi, sx, sd, sp, p50, p90, first = n, newest";
        String sql =
                "SELECT k, count(*) c, count(n) cn, count(DISTINCT n) d, coalesce(sum(n), 0) s, avg(n) a, min(n) lo, max(n) hi,"
                        + " coalesce(sum(x), 0) sx, coalesce(stddev_samp(x), 0) sd, coalesce(stddev_pop(x), 0) sp,"
                        + " percentile_disc(0.5) WITHIN GROUP (ORDER BY n) p50, percentile_disc(0.9) WITHIN GROUP (ORDER BY n) p90,"
                        + " (array_agg(n ORDER BY id))[1] \"first\", max(n) FILTER (WHERE n > 0) newest FROM t GROUP BY k";
        compare("kusto", query, sql);
    }

    @Test
    void esqlsAggregatesAreThoseOfSql() throws SQLException {
        String query = "from logs-* | eval n = to_long(n), x = to_double(x), k = to_long(k)"
                + " | stats c = count(*), cn = count(n), d = count_distinct(n), s = sum(n), a = avg(n), lo = min(n),"
                + " hi = max(n), sx = sum(x), sd = std_dev(x), p50 = percentile(x, 50), m = median(n) by k"
                + " | keep k, c, cn, d, s, a, lo, hi, sx, sd, p50, m";
        String sql = "SELECT k, count(*) c, count(n) cn, count(DISTINCT n) d, sum(n) s, avg(n) a, min(n) lo, max(n) hi,"
                + " sum(x) sx, stddev_pop(x) sd, percentile_cont(0.5) WITHIN GROUP (ORDER BY x) p50,"
                + " percentile_cont(0.5) WITHIN GROUP (ORDER BY n) m FROM t GROUP BY k";
        compare("esql", query, sql);
    }

    @Test
    void kustosJoinsAreThoseOfSql() throws SQLException {
        String both = "SELECT l.n ln, r.n rn FROM (SELECT * FROM t WHERE side = 'L') l %s JOIN"
                + " (SELECT * FROM t WHERE side = 'R') r ON l.k = r.k";
        var sides = new LinkedHashMap<String, String>();
        sides.put("inner", String.format(Locale.ROOT, both, ""));
        sides.put("leftouter", String.format(Locale.ROOT, both, "LEFT"));
        sides.put("rightouter", String.format(Locale.ROOT, both, "RIGHT"));
        sides.put("fullouter", String.format(Locale.ROOT, both, "FULL"));
        sides.put("leftsemi", one("L", "R", "EXISTS"));
        sides.put("leftanti", one("L", "R", "NOT EXISTS"));
        sides.put("rightsemi", one("R", "L", "EXISTS"));
        sides.put("rightanti", one("R", "L", "NOT EXISTS"));
        for (Map.Entry<String, String> side : sides.entrySet()) {
            String kind = side.getKey();
            String columns =
                    kind.endsWith("semi") || kind.endsWith("anti") ? (kind.startsWith("left") ? "ln" : "rn") : "ln, rn";
            String query = "let l = " + READ + " | where EventName == 'L' | project k, ln = n;\n" + "let r = " + READ
                    + " | where EventName == 'R' | project k, rn = n;\nl | join kind=" + kind + " (r) on k | project "
                    + columns;
            compare("kusto", query, side.getValue());
        }
    }

    private static String one(String side, String other, String test) {
        return "SELECT n " + side.toLowerCase(Locale.ROOT) + "n FROM t o WHERE side = '" + side + "' AND " + test
                + " (SELECT 1 FROM t i WHERE i.side = '" + other + "' AND i.k = o.k)";
    }

    private static void compare(String language, String query, String sql) throws SQLException {
        PreparedRule rule = prepared(language, query);
        for (long seed = 1; seed <= TABLES; seed++) {
            List<Row> rows = table(new Random(seed));
            assertThat(found(rule, rows))
                    .as("seed %d: %s\n%s", seed, query, rows)
                    .isEqualTo(asked(sql));
        }
    }

    private static List<String> found(PreparedRule rule, List<Row> rows) {
        var out = new ArrayList<String>();
        var run = CORE.compile(List.of(rule), Limits.DEFAULT).start(finding -> {
            var columns = new ArrayList<String>();
            // A column without a value is left out on both sides.
            finding.columns().forEach((name, value) -> {
                if (!value.isAbsent()) {
                    columns.add(name + "=" + shown(value));
                }
            });
            Collections.sort(columns);
            out.add(String.join(" ", columns));
        });
        rows.forEach(row -> run.accept(row.event()));
        run.finish();
        Collections.sort(out);
        return out;
    }

    private static String shown(Value value) {
        return value instanceof Value.Int number
                ? number((double) number.value())
                : value instanceof Value.Decimal number ? number(number.value()) : value.asText();
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.6f", number + 0.0);
    }

    private static List<String> asked(String sql) throws SQLException {
        var out = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                var columns = new ArrayList<String>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    double number = rows.getDouble(i);
                    if (!rows.wasNull()) {
                        columns.add(rows.getMetaData().getColumnLabel(i) + "=" + number(number));
                    }
                }
                Collections.sort(columns);
                out.add(String.join(" ", columns));
            }
        }
        Collections.sort(out);
        return out;
    }

    private static PreparedRule prepared(String language, String query) {
        var rule = Rule.local(language, SourceText.ofFile("query", query));
        PreparedRule prepared = CORE.prepare(rule, Companions.NONE, Map.of());
        assertThat(prepared.readiness()).as(query + ": " + prepared.reason()).isEqualTo(Readiness.RUNNABLE);
        return prepared;
    }
}
