package io.telltale.api.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.telltale.db.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/** Where the catalog keeps its data, and how the application is started on it. */
final class DatabaseOptions {
    private static final int TROUBLE = 2;

    @CommandLine.Option(
            names = "--data",
            defaultValue = "data",
            description = "Where the embedded PostgreSQL keeps its data. Default: ./${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    /** Starts the application on the reader's database, else on the embedded one; its exit status when it has ended. */
    int run(Class<? extends QuarkusApplication> application, String... arguments) throws IOException {
        System.setProperty("telltale.data", data.toAbsolutePath().toString());
        Map<String, String> environment = System.getenv();
        Optional<String> url =
                Optional.ofNullable(environment.get("TELLTALE_JDBC_URL")).filter(u -> !u.isBlank());
        if (url.isPresent()) {
            connect(
                    url.get(),
                    environment.getOrDefault("TELLTALE_JDBC_USER", ""),
                    environment.getOrDefault("TELLTALE_JDBC_PASSWORD", ""));
        } else {
            // Stopped by the shutdown hook, as an interrupt ends the process without coming back here.
            PostgresServer postgres = PostgresServer.start(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres), "stop-postgres"));
            connect(postgres.jdbcUrl(), postgres.user(), postgres.password());
        }
        var status = new AtomicInteger();
        Quarkus.run(
                application,
                (code, problem) -> {
                    status.set(problem == null ? code : TROUBLE);
                    Optional.ofNullable(problem).ifPresent(p -> System.err.println("telltale: " + message(p)));
                },
                arguments);
        return status.get();
    }

    /** What is at the bottom of it. */
    private static String message(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static void connect(String url, String user, String password) {
        System.setProperty("quarkus.datasource.jdbc.url", url);
        if (!user.isEmpty()) {
            System.setProperty("quarkus.datasource.username", user);
        }
        if (!password.isEmpty()) {
            System.setProperty("quarkus.datasource.password", password);
        }
    }

    private static void stop(PostgresServer postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("telltale: PostgreSQL did not stop: " + e.getMessage());
        }
    }
}
