package io.telltale.detection.schema;

import io.telltale.detection.ir.FieldPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that one vendor gives to the fields of an audit event. A table is a resource beside this class, one field a
 * line: the vendor's name, the provider's path, the form, separated by tabs; {@code #} starts a comment.
 */
public final class FieldSchema {
    private final Map<String, SchemaField> fields;

    private FieldSchema(Map<String, SchemaField> fields) {
        this.fields = fields;
    }

    /**
     * Reads the table {@code name.tsv}.
     *
     * @throws IllegalArgumentException where there is no such table, or a line is not of the form above
     */
    public static FieldSchema load(String name) {
        try (InputStream in = FieldSchema.class.getResourceAsStream(name + ".tsv")) {
            if (in == null) {
                throw new IllegalArgumentException("no field schema " + name);
            }
            var fields = new LinkedHashMap<String, SchemaField>();
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                if (cells.length != 3) {
                    throw new IllegalArgumentException(name + ".tsv:" + number + ": three cells wanted: " + line);
                }
                fields.put(cells[0], new SchemaField(cells[0], FieldPath.parse(cells[1]), cells[2]));
            }
            return new FieldSchema(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<SchemaField> field(String vendorName) {
        return Optional.ofNullable(fields.get(vendorName));
    }

    public Iterable<SchemaField> fields() {
        return fields.values();
    }
}
