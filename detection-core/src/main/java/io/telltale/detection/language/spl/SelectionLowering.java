package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.language.spl.SearchSyntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lowers the commands that choose among a row's fields and give them other names. */
final class SelectionLowering {
    private SelectionLowering() {}

    static void rename(Rows rows, Command.Renaming renaming) {
        var from = new NamePattern(renaming.from().text());
        var to = new NamePattern(renaming.to().text());
        if (!from.isWild() && !to.isWild()) {
            Expression value = rows.resolve(renaming.from());
            if (!from.equals(to)) {
                rows.bind(to.text(), value);
                rows.remove(from);
                if (from.star(to.text()).isPresent()) {
                    rows.rescope(rows.scope().with(to.text()));
                }
            }
            return;
        }
        if (from.text().chars().filter(c -> c == '*').count() != 1
                || to.text().chars().filter(c -> c == '*').count() != 1) {
            rows.refuse("rename with other than one wildcard on each side");
            return;
        }
        var moved = new LinkedHashMap<String, Expression>();
        for (String name : rows.names()) {
            from.star(name).ifPresent(star -> moved.put(to.with(star), rows.resolve(name)));
        }
        Scope before = rows.scope();
        List<Stage.Binding> bindings = new ArrayList<>();
        before.bound().stream()
                .filter(n -> from.star(n).isPresent() && !moved.containsKey(n))
                .forEach(n -> bindings.add(new Stage.Binding(n, SplLowering.missing(rows))));
        moved.forEach((name, value) -> bindings.add(new Stage.Binding(name, value)));
        List<String> severals = moved.entrySet().stream()
                .filter(m -> rows.isSeveral(m.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!bindings.isEmpty()) {
            rows.add(new Stage.Extend(bindings, rows.command()));
        }
        Scope after = before.open() ? new Scope.Renamed(before, from, to) : new Scope.Removed(before, from);
        for (String name : moved.keySet()) {
            after = after.with(name);
        }
        rows.rescope(after);
        severals.forEach(rows::markSeveral);
    }

    /** The fields that are named, stars filled from the names that are bound; all of those where none is named. */
    static List<String> named(Rows rows, List<Word> fields) {
        if (fields.isEmpty()) {
            if (rows.scope().open()) {
                rows.refuse("all fields of an event");
            }
            return rows.names();
        }
        var out = new ArrayList<String>();
        for (Word field : fields) {
            var pattern = new NamePattern(field.text());
            if (!pattern.isWild()) {
                out.add(field.text());
            } else {
                if (rows.scope().open()) {
                    rows.refuse("wildcard in a list of fields");
                }
                rows.names().stream().filter(pattern::matches).forEach(out::add);
            }
        }
        return out;
    }

    static void fields(Rows rows, Command.Fields fields) {
        if (fields.remove()) {
            fields.fields().forEach(f -> rows.remove(new NamePattern(f.text())));
            return;
        }
        var bindings = new LinkedHashMap<String, Expression>();
        boolean timed = rows.scope().open() || rows.scope().bound().contains("_time");
        if (!fields.table() && timed) {
            bindings.put("_time", rows.resolve("_time"));
        }
        if (rows.scope().open() && fields.fields().stream().anyMatch(f -> new NamePattern(f.text()).isWild())) {
            keep(rows, fields);
            return;
        }
        for (Word field : fields.fields()) {
            var pattern = new NamePattern(field.text());
            if (!pattern.isWild()) {
                bindings.put(field.text(), rows.resolve(field));
            } else {
                rows.names().stream().filter(pattern::matches).forEach(n -> bindings.put(n, rows.resolve(n)));
            }
        }
        List<String> severals = bindings.entrySet().stream()
                .filter(b -> rows.isSeveral(b.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        boolean pending = !rows.order().isEmpty();
        boolean ordered = pending && bindings.containsKey("_time");
        var projected = new ArrayList<Stage.Binding>();
        bindings.forEach((name, value) -> projected.add(new Stage.Binding(name, value)));
        String time = rows.context().newName();
        boolean keptAside =
                pending && !ordered && rows.orderMatters() && rows.scope().open();
        if (keptAside) {
            projected.add(new Stage.Binding(time, rows.resolve("_time")));
        }
        rows.add(new Stage.Project(projected, rows.command()));
        rows.renewed(bindings.keySet());
        severals.forEach(rows::markSeveral);
        rows.order(ordered ? rows.newestFirst() : List.of());
        if (keptAside) {
            rows.hide(time);
            rows.order(List.of(new Stage.Ordering(new Expression.Column(time, rows.command()), true, true)));
        }
    }

    /** Leaves the fields of some names and of some forms, where only the event at hand knows which there are. */
    private static void keep(Rows rows, Command.Fields fields) {
        var patterns = new ArrayList<NamePattern>();
        if (!fields.table()) {
            patterns.add(new NamePattern("_*"));
        }
        for (Word field : fields.fields()) {
            var pattern = new NamePattern(field.text());
            patterns.add(pattern);
            if (!pattern.isWild()) {
                rows.bind(field.text(), rows.resolve(field));
            }
        }
        if (fields.fields().stream().noneMatch(f -> f.text().equals("*"))) {
            rows.rescope(new Scope.Kept(rows.scope(), patterns));
        }
    }
}
