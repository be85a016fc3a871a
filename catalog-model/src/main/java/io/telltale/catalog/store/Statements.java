package io.telltale.catalog.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * SQL of our own on the connection of the running transaction. Parameters may be texts, numbers, booleans, instants, optionals of these, collections of
 * texts ({@code text[]}) and {@code int[]}; a character that PostgreSQL cannot hold is stored as U+FFFD.
 */
public final class Statements {
    private static final int BATCH = 500;

    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row into what is wanted of it. */
    @FunctionalInterface
    public interface Mapping<T> {
        T map(ResultSet row) throws SQLException;
    }

    public <T> List<T> list(String sql, Mapping<T> mapping, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (rows.next()) {
                    found.add(mapping.map(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    public <T> Optional<T> first(String sql, Mapping<T> mapping, Object... parameters) {
        List<T> found = list(sql, mapping, parameters);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The number in the first column of the first row; 0 where there is none. */
    public long number(String sql, Object... parameters) {
        return first(sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    /** How many rows the statement changed. */
    public int update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** Runs the statement once for each list of parameters; how many rows that changed. */
    public int batch(String sql, Collection<Object[]> parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int changed = 0;
            int waiting = 0;
            for (Object[] row : parameters) {
                set(statement, row);
                statement.addBatch();
                if (++waiting == BATCH) {
                    changed += sum(statement.executeBatch());
                    waiting = 0;
                }
            }
            return waiting == 0 ? changed : changed + sum(statement.executeBatch());
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** A column of {@code text[]}. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    /** A column of {@code int[]}. */
    public static List<Integer> numbers(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((Integer[]) array.getArray());
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += Math.max(count, 0);
        }
        return sum;
    }

    private void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            set(statement, i + 1, parameters[i]);
        }
    }

    private void set(PreparedStatement statement, int index, Object parameter) throws SQLException {
        if (parameter instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                set(statement, index, optional.get());
            } else {
                statement.setObject(index, null);
            }
        } else if (parameter instanceof String text) {
            statement.setString(index, StorableText.of(text));
        } else if (parameter instanceof Collection<?> texts) {
            String[] elements =
                    texts.stream().map(text -> StorableText.of(text.toString())).toArray(String[]::new);
            statement.setArray(index, connection.createArrayOf("text", elements));
        } else if (parameter instanceof int[] numbers) {
            Integer[] elements = java.util.Arrays.stream(numbers).boxed().toArray(Integer[]::new);
            statement.setArray(index, connection.createArrayOf("int4", elements));
        } else if (parameter instanceof Instant instant) {
            statement.setTimestamp(index, Timestamp.from(instant));
        } else {
            statement.setObject(index, parameter);
        }
    }
}
