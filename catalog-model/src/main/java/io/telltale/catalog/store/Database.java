package io.telltale.catalog.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Opens transactions on the catalog's database. The data source is looked up when first needed, so that what needs none
 * runs without one.
 */
@ApplicationScoped
public class Database {
    private final Supplier<DataSource> source;

    @Inject
    public Database(Instance<DataSource> source) {
        this((Supplier<DataSource>) source::get);
    }

    public Database(Supplier<DataSource> source) {
        this.source = source;
    }

    /**
     * Does work in one transaction: committed when it returns, rolled back when it throws.
     *
     * @throws StoreException where the database refuses or is away
     */
    public <T> T inTransaction(Function<Statements, T> work) {
        try (Connection connection = source.get().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.apply(new Statements(connection));
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (RuntimeException | Error | SQLException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
