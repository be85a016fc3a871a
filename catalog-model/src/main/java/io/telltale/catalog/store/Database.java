package io.telltale.catalog.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * Runs SQL of our own, for what entities say badly: counts over joins, full-text search, inserts by the thousand. It runs
 * on Hibernate's connection, so within the transaction that entities are read and written in.
 */
@ApplicationScoped
public class Database {
    private final Session session;

    @Inject
    public Database(Session session) {
        this.session = session;
    }

    /**
     * Does work in the transaction that runs, else in one of its own. The work sees what entities were changed before.
     *
     * @throws StoreException where the database refuses
     */
    @Transactional
    public <T> T query(Function<Statements, T> work) {
        session.flush();
        return session.doReturningWork(connection -> work.apply(new Statements(connection)));
    }
}
