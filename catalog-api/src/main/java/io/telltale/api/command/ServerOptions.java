package io.telltale.api.command;

import io.quarkus.runtime.Quarkus;
import io.telltale.api.Server;
import io.telltale.db.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Where the application listens and keeps its data, and how it is started. */
final class ServerOptions {
    @CommandLine.Option(names = "--port", defaultValue = "8080", description = "Default: ${DEFAULT-VALUE}.")
    private int port;

    @CommandLine.Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @CommandLine.Option(
            names = "--data",
            defaultValue = "data",
            description = "Where the embedded PostgreSQL keeps its data. Default: ./${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    /** Starts the application and returns when it has stopped. */
    void serve(boolean demo) throws IOException {
        Map<String, String> environment = System.getenv();
        Optional<String> url =
                Optional.ofNullable(environment.get("TELLTALE_JDBC_URL")).filter(u -> !u.isBlank());
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("quarkus.http.host", host);
        if (url.isPresent()) {
            connect(
                    url.get(),
                    environment.getOrDefault("TELLTALE_JDBC_USER", ""),
                    environment.getOrDefault("TELLTALE_JDBC_PASSWORD", ""));
            Quarkus.run(Server.class, arguments(demo));
            return;
        }
        // Stopped by the shutdown hook too, as an interrupt ends the process without coming back here.
        PostgresServer postgres = PostgresServer.start(data);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres), "stop-postgres"));
        connect(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Quarkus.run(Server.class, arguments(demo));
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

    private static String[] arguments(boolean demo) {
        return demo ? new String[] {Server.DEMO} : new String[0];
    }
}
