package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The event itself, under the names of a Splunk add-on. */
record EventScope(FieldSchema schema, boolean ocsf, Consumer<String> unsupported) implements Scope {
    private static final Set<String> UNKNOWN = Set.of("index", "host", "source", "eventtype", "tag", "splunk_server");

    @Override
    public Expression resolve(String name, Span span) {
        Expression time = new Expression.Field(FieldPath.parse("eventTime"), span);
        if (name.equals("_time")) {
            return new Expression.Call("spl:event_time", List.of(time), span);
        }
        if (name.equals("_raw")) {
            return new Expression.Call("spl:raw", List.of(new Expression.Event(span)), span);
        }
        if (SplTime.DATE_FIELDS.contains(name)) {
            return new Expression.Call("spl:" + name, List.of(time), span);
        }
        if (name.startsWith("_") || UNKNOWN.contains(name)) {
            unsupported.accept("field " + name);
            return new Expression.Literal(Values.MISSING, span);
        }
        if (name.equals("sourcetype")) {
            return new Expression.Literal(Values.of(ocsf ? "aws:cloudtrail:lake" : "aws:cloudtrail"), span);
        }
        Optional<SchemaField> known = schema.field(name);
        if (known.isPresent()) {
            return formed(known.get(), span);
        }
        if (ocsf && (name.startsWith("requestParameters.") || name.startsWith("responseElements."))) {
            // In the lake these are text, and pairs of what is not mapped; no field has such a name.
            return new Expression.Literal(Values.MISSING, span);
        }
        if (ocsf && name.contains(".")) {
            unsupported.accept("OCSF field " + name);
        }
        return new Expression.Field(Scope.path(name).toLeaves(), span);
    }

    private static Expression formed(SchemaField field, Span span) {
        Expression plain = new Expression.Field(field.path(), span);
        String form = field.form();
        if (form.equals("plain")) {
            return new Expression.Field(field.path().toLeaves(), span);
        }
        if (form.startsWith("text ")) {
            return new Expression.Literal(Values.of(form.substring(5)), span);
        }
        if (form.startsWith("else ")) {
            var choices = new ArrayList<Expression>(List.of(plain));
            for (String path : form.substring(5).split(",", -1)) {
                choices.add(new Expression.Field(FieldPath.parse(path.strip()), span));
            }
            return new Expression.Call("spl:alias", choices, span);
        }
        if (form.startsWith("default ")) {
            Expression otherwise = new Expression.Literal(Values.of(form.substring(8)), span);
            return new Expression.Call("spl:alias", List.of(plain, otherwise), span);
        }
        boolean whole = form.startsWith("addon_") || form.startsWith("ocsf_");
        return new Expression.Call(
                "spl:" + form, whole ? List.of(plain, new Expression.Event(span)) : List.of(plain), span);
    }

    @Override
    public Optional<EventScope> wholeEvent() {
        return Optional.of(this);
    }

    /** The add-on's own names of a form; the record's paths are not among them. */
    List<String> names(NamePattern pattern) {
        return StreamSupport.stream(schema.fields().spliterator(), false)
                .map(SchemaField::name)
                .filter(pattern::matches)
                .toList();
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public List<String> bound() {
        return List.of();
    }
}
