package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Expression.Literal;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Stage;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.kusto.KustoScope.Typed;
import io.telltale.detection.language.kusto.KustoSyntax.TypedName;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers rows from outside of the log: the workspace's other tables, its watchlists, and files elsewhere. */
final class KustoOutside {
    private static final String TIME = "TimeGenerated";

    private final KustoPipeline pipeline;
    private final KustoScalars scalars;

    KustoOutside(KustoPipeline pipeline, KustoScalars scalars) {
        this.pipeline = pipeline;
        this.scalars = scalars;
    }

    /** A table other than CloudTrail's: the reader's, whose rows lie in time as events do. */
    void table(String name, Span span) throws RuleSyntaxException {
        var log = Optional.of(new Pipeline.OtherLog(name, TIME));
        if (!scalars.context().isGiven(name)) {
            scalars.context().absentTable(name, span);
            pipeline.startFrom(new Pipeline.Source.Table(List.of(), log));
            pipeline.scope().blur();
            return;
        }
        String text =
                scalars.context().parameter(name, "table", Optional.empty()).orElseThrow();
        KustoTables.Typed table = KustoTables.typed(text).orElseThrow(() -> unreadable(span, name));
        for (int i = 0; i < table.rows().size(); i++) {
            if (!(table.rows().get(i).get(TIME) instanceof Value.Time)) {
                throw scalars.error(span, "row " + (i + 1) + " of the parameter " + name + " has no time in " + TIME);
            }
        }
        pipeline.startFrom(new Pipeline.Source.Table(table.rows(), log));
        pipeline.bind(table.columns());
        if (!pipeline.scope().has("Type")) {
            var type = new Stage.Binding("Type", new Literal(Values.of(name), span));
            pipeline.add(new Stage.Extend(List.of(type), span));
            pipeline.scope().bind("Type", KustoType.STRING, Optional.empty());
        }
        // A column that no row of the reader's has may still be one of the table's.
        pipeline.scope().blur();
    }

    /**
     * Rows of a file elsewhere, for a rule fetches nothing: a parameter that the reader sets, named by its {@code let} or by
     * the end of its first place. Where that place lies in the
     * vendor's repository, its file is what the vendor sets.
     */
    void external(KustoSyntax.ExternalData data, Optional<String> let) throws RuleSyntaxException {
        String name = let.orElseGet(() -> endOf(data.places()));
        Optional<String> text = scalars.context().parameter(name, "table", published(data.places()));
        List<Map<String, Value>> rows = List.of();
        if (text.isPresent()) {
            rows = KustoTables.read(text.get(), data.columns(), data.skipFirst())
                    .orElseThrow(() -> unreadable(data.span(), name));
        }
        pipeline.startFrom(rows, data.columns());
    }

    private static String endOf(List<String> places) {
        String first = places.isEmpty() ? "externaldata" : places.get(0);
        String path = first.replaceFirst("[?;].*", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Optional<String> published(List<String> places) {
        return places.size() == 1
                ? scalars.context().companions().find("external", places.get(0)).map(SourceText::text)
                : Optional.empty();
    }

    /** A watchlist of the workspace: a parameter, in CSV with a header or in JSON, whose columns are all text. */
    void watchlist(KustoSyntax.Call call) throws RuleSyntaxException {
        KustoScope scope = pipeline.scope();
        Typed alias = scalars.lower(call.arguments().get(0), scope.withoutColumns(scope.namespace()));
        if (!(alias.expression() instanceof Literal literal)) {
            pipeline.unsupported("function _GetWatchlist with a computed name", call.span());
            return;
        }
        String name = literal.value().asText();
        Optional<String> text = scalars.context().parameter(name, "table", Optional.empty());
        if (text.isEmpty()) {
            pipeline.startFrom(new Pipeline.Source.Table(List.of()));
            scope.bind("SearchKey", KustoType.STRING, Optional.empty());
            scope.blur();
            return;
        }
        List<Map<String, Value>> rows = KustoTables.read(text.get()).orElseThrow(() -> unreadable(call.span(), name));
        var columns = new ArrayList<TypedName>();
        if (!rows.isEmpty()) {
            rows.get(0).keySet().forEach(column -> columns.add(new TypedName(column, KustoType.STRING)));
        }
        pipeline.startFrom(rows, columns);
    }

    private RuleSyntaxException unreadable(Span span, String parameter) {
        return scalars.error(span, "found no CSV or JSON in the parameter " + parameter);
    }
}
