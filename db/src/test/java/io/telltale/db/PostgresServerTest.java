package io.telltale.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own PostgreSQL: its data stays, its folder is its own, and it wants a password. */
class PostgresServerTest {
    @TempDir
    Path data;

    @Test
    void dataSurvivesARestartAndStrangersAreRefused() throws IOException, SQLException {
        try (PostgresServer server = PostgresServer.start(data)) {
            try (Connection connection = connect(server, server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
            }
            assertThatThrownBy(() -> connect(server, "guess")).hasMessageContaining("password");
            assertThatThrownBy(() -> PostgresServer.start(data))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("another Telltale uses");
        }
        try (PostgresServer server = PostgresServer.start(data);
                Connection connection = connect(server, server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void theServerOfAKilledInstanceIsStopped() throws IOException, SQLException, InterruptedException {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("started");
        ProcessHandle leftover = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(data.resolve("postgresql/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        killed.destroyForcibly().waitFor();
        assertThat(leftover.isAlive()).isTrue();
        try (PostgresServer server = PostgresServer.start(data);
                Connection connection = connect(server, server.password())) {
            assertThat(leftover.isAlive()).isFalse();
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    /** An instance that waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            PostgresServer server = PostgresServer.start(Path.of(arguments[0]));
            System.out.println(server.jdbcUrl().isEmpty() ? "" : "started");
            Thread.sleep(120_000);
        }
    }

    private static Connection connect(PostgresServer server, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), password);
    }
}
