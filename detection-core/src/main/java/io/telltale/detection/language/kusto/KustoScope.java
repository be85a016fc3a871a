package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that exist at one place of a pipeline: those of the table, and those that stages have bound. */
final class KustoScope {
    /** Columns of the table that hold the same in each row. */
    static final Map<String, String> CONSTANTS = Map.of("Type", KustoPipeline.TABLE, "OperationName", "CloudTrail");

    /** Columns of the table that say nothing of the event. */
    private static final Set<String> EMPTY = Set.of("TenantId", "SourceSystem", "_ResourceId", "_IsBillable");

    /**
     * A column that a stage has bound.
     *
     * @param origin the event's field behind it, where it is a part of one and the row still is that event
     */
    record Bound(KustoType type, Optional<Expression> origin) {}

    /** A bag whose members are columns, their names behind a prefix. */
    record Bag(Expression bag, String prefix) {}

    private final FieldSchema schema;
    private final List<Stage> stages;
    private final Map<String, Bound> bound = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final List<Bag> bags = new ArrayList<>();
    private final List<String> first = new ArrayList<>();
    private final Map<String, KustoType> pinned = new LinkedHashMap<>();
    private KustoNamespace names;
    private boolean table;
    private boolean certain = true;
    private Optional<KustoScan> scan = Optional.empty();

    /**
     * @param names what names mean that are no columns
     * @param stages of the pipeline around, to which what an expression needs first is added
     * @param table whether the rows are events of the table
     */
    KustoScope(FieldSchema schema, KustoNamespace names, List<Stage> stages, boolean table) {
        this.schema = schema;
        this.names = names;
        this.stages = stages;
        this.table = table;
    }

    /** A scope without columns in the same pipeline, as the inside of a {@code let} has it. */
    KustoScope withoutColumns(KustoNamespace inner) {
        return new KustoScope(schema, inner, stages, false);
    }

    List<Stage> stages() {
        return stages;
    }

    KustoNamespace namespace() {
        return names;
    }

    /** Changes what names mean that are no columns; what they meant before. */
    KustoNamespace enter(KustoNamespace newNames) {
        KustoNamespace before = names;
        names = newNames;
        return before;
    }

    /** The steps of a scan whose columns an expression may read from here on. */
    void enterScan(Optional<KustoScan> steps) {
        scan = steps;
    }

    Optional<KustoScan> scan() {
        return scan;
    }

    Optional<Bound> bound(String name) {
        return Optional.ofNullable(bound.get(name));
    }

    Optional<SchemaField> tableColumn(String name) {
        return table && !removed.contains(name) ? schema.field(name) : Optional.empty();
    }

    /** The text that a column of the table holds in each row. */
    Optional<String> constant(String name) {
        if (!table || removed.contains(name)) {
            return Optional.empty();
        }
        return EMPTY.contains(name) ? Optional.of("") : Optional.ofNullable(CONSTANTS.get(name));
    }

    boolean has(String name) {
        return bound.containsKey(name)
                || tableColumn(name).isPresent()
                || constant(name).isPresent();
    }

    boolean isTable() {
        return table;
    }

    /** The rows are events of the table. */
    void openTable() {
        table = true;
    }

    void bind(String name, KustoType type, Optional<Expression> origin) {
        bound.put(name, new Bound(type, origin));
        removed.remove(name);
    }

    /** The column is there no longer, while the others are. */
    void remove(String name) {
        bound.remove(name);
        removed.add(name);
    }

    /** From here on the members of a bag are columns too. */
    void unpack(Bag bag) {
        bags.add(bag);
    }

    Optional<Bag> bagFor(String name) {
        return bags.stream().filter(bag -> name.startsWith(bag.prefix())).findFirst();
    }

    /** From here on there are only the columns that are bound next. */
    void close() {
        bound.clear();
        bags.clear();
        first.clear();
        table = false;
        pinned.forEach((name, type) -> bind(name, type, Optional.empty()));
    }

    /** From here on the rows with different values in a column of ours are worked on apart. */
    void pin(String name, KustoType type) {
        pinned.put(name, type);
        bind(name, type, Optional.empty());
    }

    void unpin(String name) {
        pinned.remove(name);
        bound.remove(name);
    }

    /** The columns of ours that keep rows apart. */
    List<Stage.Binding> pins(Span span) {
        return pinned.keySet().stream()
                .map(name -> new Stage.Binding(name, new Expression.Column(name, span)))
                .toList();
    }

    /** An operator without meaning here stands before: anything may be bound. */
    void blur() {
        certain = false;
    }

    boolean isCertain() {
        return certain;
    }

    /** The columns come in this order, others behind them. */
    void reorder(List<String> order) {
        first.clear();
        first.addAll(order);
    }

    /** All columns by name: those that an operator has put first, the table's, and the others. */
    List<String> names() {
        var all = new LinkedHashSet<String>();
        first.stream().filter(this::has).forEach(all::add);
        if (table) {
            for (SchemaField field : schema.fields()) {
                if (!removed.contains(field.name())) {
                    all.add(field.name());
                }
            }
            all.add("Type");
        }
        bound.keySet().stream().filter(name -> !name.startsWith(" ")).forEach(all::add);
        return new ArrayList<>(all);
    }

    /** A scalar and its static type. */
    record Typed(Expression expression, KustoType type) {
        Span span() {
            return expression.span();
        }
    }
}
