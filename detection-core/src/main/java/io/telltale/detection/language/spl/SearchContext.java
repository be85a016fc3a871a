package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.Parameter;
import io.telltale.detection.ir.Pipeline;
import io.telltale.detection.ir.Value;
import io.telltale.detection.language.RuleSource;
import io.telltale.detection.language.Unsupported;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What all pipelines of one search share: the names of fields, the rule's files and parameters, and what is refused. */
final class SearchContext {
    private static final Pattern EARLIEST = Pattern.compile("\\bearliest\\s*=");
    static final String CLOUDTRAIL = "aws:cloudtrail";
    /** The source types under which Splunk keeps CloudTrail: the add-on's, and those of Amazon Security Lake. */
    static final List<String> SOURCE_TYPES = List.of(CLOUDTRAIL, "aws:cloudtrail:lake", "aws:asl");

    private final SplLanguage language;
    private final RuleSource rule;
    private final ExpandedSearch search;
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private String sourceType = CLOUDTRAIL;
    private int names;

    SearchContext(SplLanguage language, RuleSource rule, ExpandedSearch search) {
        this.language = language;
        this.rule = rule;
        this.search = search;
        search.parameters().forEach(p -> parameters.put(p.name(), p));
    }

    SplFunctions functions() {
        return language.functionTable();
    }

    FieldSchema cim() {
        return language.cim();
    }

    ExpandedSearch search() {
        return search;
    }

    /** The event under the names of the add-on that reads it; its source type is the search's from here on. */
    Scope event(String newSourceType, Span span) {
        sourceType = newSourceType;
        boolean ocsf = !sourceType.equals(CLOUDTRAIL);
        return new EventScope(ocsf ? language.ocsf() : language.splunk(), ocsf, construct -> refuse(construct, span));
    }

    String sourceType() {
        return sourceType;
    }

    /** Rows that start from the log. */
    Rows fromLog(Span span) {
        return new Rows(this, new Pipeline.Source.Log(Pipeline.CLOUDTRAIL), event(CLOUDTRAIL, span));
    }

    void refuse(String construct, Span span) {
        if (unsupported.stream().noneMatch(u -> u.construct().equals(construct))) {
            unsupported.add(new Unsupported(construct, span));
        }
    }

    List<Unsupported> unsupported() {
        return unsupported;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** The relative time that the rule's schedule has under a name; empty where it has none. */
    Optional<String> scheduled(String key) {
        return rule.document().get("scheduling") instanceof Value.ObjectOf scheduling
                ? Optional.of(scheduling.get(key).asText()).filter(RelativeTime::isOne)
                : Optional.empty();
    }

    /** Whether any search of the rule says itself how far it looks back. */
    boolean hasTimeModifier() {
        return EARLIEST.matcher(search.text()).find();
    }

    /**
     * What the vendor says of a finding, with {@code $field$} where a value goes: under {@code rba}, or in older files under
     * {@code tags}; empty where it says nothing.
     */
    String message() {
        return Stream.of("rba", "tags")
                .map(part -> rule.document().get(part))
                .filter(Value.ObjectOf.class::isInstance)
                .map(part -> ((Value.ObjectOf) part).get("message").asText().strip())
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What a name means, unless it means nothing here; then no construct is refused for it. */
    Optional<Expression> attempt(Supplier<Expression> resolved) {
        int before = unsupported.size();
        Expression value = resolved.get();
        boolean failed = unsupported.size() > before;
        unsupported.subList(before, unsupported.size()).clear();
        return failed ? Optional.empty() : Optional.of(value);
    }

    /** A column's name that no rule can write. */
    String newName() {
        return "#" + ++names;
    }

    /** A lookup's table: the reader's, else the vendor's; the rule waits where there is neither. */
    LookupTable lookup(String name) {
        Optional<SourceText> vendors = rule.companions()
                .find("lookup", name)
                .or(() -> name.endsWith(".csv")
                        ? rule.companions().find("lookup", name.substring(0, name.length() - 4))
                        : Optional.empty());
        Optional<String> vendorText = vendors.map(SourceText::text);
        Optional<String> text = Optional.ofNullable(rule.parameters().get(name)).or(() -> vendorText);
        parameters.putIfAbsent(name, new Parameter(name, "table", text, vendorText));
        String definition = rule.companions()
                .find("lookup_definition", name)
                .map(SourceText::text)
                .orElse("");
        return LookupTable.read(text.orElse(""), definition);
    }

    /** The reader's table of where addresses are; none comes with us, and no address then has a place. */
    LookupTable places() {
        String none = "ip,City,Country,Region,lat,lon";
        Optional<String> vendors = rule.companions()
                .find("lookup", "iplocation")
                .map(SourceText::text)
                .or(() -> Optional.of(none));
        Optional<String> text =
                Optional.ofNullable(rule.parameters().get("iplocation")).or(() -> vendors);
        parameters.putIfAbsent("iplocation", new Parameter("iplocation", "table", text, vendors));
        return LookupTable.read(text.orElse(none), "");
    }
}
