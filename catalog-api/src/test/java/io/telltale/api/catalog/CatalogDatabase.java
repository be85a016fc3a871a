package io.telltale.api.catalog;

import io.telltale.catalog.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty catalog in a PostgreSQL of its own, for the tests of one class. */
final class CatalogDatabase implements BeforeAllCallback, AfterAllCallback {
    private @Nullable EmbeddedPostgres server;
    private @Nullable DataSource source;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = EmbeddedPostgres.builder().start();
        source = server.getPostgresDatabase();
        Flyway.configure().dataSource(source).load().migrate();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
        }
    }

    Database database() {
        return new Database(() -> {
            if (source == null) {
                throw new IllegalStateException("the database has not started");
            }
            return source;
        });
    }
}
