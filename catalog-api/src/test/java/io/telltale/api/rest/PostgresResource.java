package io.telltale.api.rest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.telltale.db.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives the application under test a PostgreSQL of its own, empty at first and gone afterwards. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private Optional<PostgresServer> server = Optional.empty();
    private Optional<Path> data = Optional.empty();

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("telltale-test");
            data = Optional.of(folder);
            PostgresServer started = PostgresServer.start(folder);
            server = Optional.of(started);
            return Map.of(
                    "quarkus.datasource.jdbc.url", started.jdbcUrl(),
                    "quarkus.datasource.username", started.user(),
                    "quarkus.datasource.password", started.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (server.isPresent()) {
                server.get().close();
            }
            if (data.isPresent()) {
                try (Stream<Path> files = Files.walk(data.get())) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
