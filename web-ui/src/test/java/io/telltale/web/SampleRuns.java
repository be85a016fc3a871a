package io.telltale.web;

import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import io.telltale.detection.engine.Explanation;
import io.telltale.detection.text.Span;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One run, made by hand; remembers what it is asked to start and to delete. */
@Singleton
public class SampleRuns implements RunService {
    static final LostView LOST = new LostView("broken.json", 7, "not JSON: expected a value");
    static final RunView RUN = new RunView(
            7,
            "Monday's logs",
            "done",
            "",
            "2026-01-05T10:00:00.123Z",
            1530,
            2,
            3210,
            1,
            1,
            5,
            1,
            1,
            1,
            1,
            1,
            List.of(LOST));
    static final FindingView FINDING = new FindingView(
            1,
            "splunk",
            "a-rule",
            List.of("event-1", "event-2"),
            "2026-01-05T10:00:01Z",
            "high",
            "An image is <pushed>",
            Map.of("user", "mallory"));

    final List<String> started = new ArrayList<>();
    final List<Long> deleted = new ArrayList<>();

    @Override
    public long start(String name, List<LogUpload> logs, Map<String, String> parameters) {
        for (LogUpload log : logs) {
            try {
                started.add(name + ": " + log.name() + " " + Files.readString(log.path()) + " " + parameters);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return RUN.id();
    }

    @Override
    public Page<RunView> runs(PageRequest page) {
        return SampleCatalog.page(List.of(RUN));
    }

    @Override
    public Optional<RunView> run(long id) {
        return Optional.of(RUN).filter(each -> each.id() == id);
    }

    @Override
    public Optional<Page<VerdictView>> verdicts(long id, PageRequest page) {
        return verdicts(id, "", "", page);
    }

    @Override
    public Optional<Page<VerdictView>> verdicts(long id, String vendor, String verdict, PageRequest page) {
        return Optional.of(SampleCatalog.page(Stream.of(
                        new VerdictView("splunk", "a-rule", "An image is <pushed>", "fired", 1, ""),
                        new VerdictView("panther", "quiet", "A quiet rule", "not fired", 0, ""),
                        new VerdictView("elastic", "odd", "An odd rule", "not runnable", 0, "MV_EXPAND"),
                        new VerdictView(
                                "kusto", "waits", "A waiting rule", "waiting for a parameter", 0, "allowed_users"),
                        new VerdictView("sigma", "broken", "A broken rule", "failed", 0, "1:1 expected a mapping"))
                .filter(each -> vendor.isEmpty() || each.vendor().equals(vendor))
                .filter(each -> verdict.isEmpty() || each.verdict().equals(verdict))
                .toList()));
    }

    @Override
    public Optional<Page<FindingView>> findings(long id, PageRequest page) {
        return Optional.of(SampleCatalog.page(List.of(FINDING)));
    }

    @Override
    public Optional<Page<FindingView>> findings(long id, String vendor, String rule, PageRequest page) {
        return Optional.of(SampleCatalog.page(rule.equals("a-rule") ? List.of(FINDING) : List.of()));
    }

    @Override
    public Optional<Page<LostView>> lost(long id, PageRequest page) {
        return Optional.of(SampleCatalog.page(List.of(LOST)));
    }

    @Override
    public Optional<ExplanationView> explanation(long id, long n) {
        Explanation.Condition source = new Explanation.Condition(
                "eq",
                "aws::eventSource = 'ecr.amazonaws.com'",
                new Span(13, 42),
                "true",
                "ecr.amazonaws.com",
                "ecr.amazonaws.com",
                false,
                List.of());
        Explanation.Condition name = new Explanation.Condition(
                "eq",
                "aws::eventName = 'PutImage'",
                new Span(66, 70),
                "false",
                "PutImage",
                "GetImage",
                true,
                List.of());
        Explanation.Condition and =
                new Explanation.Condition("and", "…", new Span(13, 61), "false", "", "", false, List.of(source, name));
        Explanation explanation = new Explanation(
                true,
                List.of(
                        new Explanation.StageExplanation(
                                "filter", "eventSource = …", new Span(13, 61), 2, 1, List.of(and), List.of()),
                        new Explanation.StageExplanation(
                                "aggregate", "count() by user", new Span(92, 120), 1, 1, List.of(), List.of("count=1")),
                        new Explanation.StageExplanation(
                                "join",
                                "join on user",
                                new Span(92, 120),
                                1,
                                0,
                                List.of(),
                                List.of("\"ann\": equal to none"),
                                List.of(List.of(new Explanation.StageExplanation(
                                        "distinct",
                                        "distinct the joined user",
                                        new Span(92, 120),
                                        3,
                                        2,
                                        List.of(),
                                        List.of()))))));
        return Optional.of(new ExplanationView(
                        FINDING,
                        "spl",
                        SampleCatalog.BODY,
                        explanation,
                        List.of("{\n  \"eventName\": \"PutImage\"\n}")))
                .filter(each -> each.finding().n() == n);
    }

    @Override
    public boolean delete(long id) {
        return id == RUN.id() && deleted.add(id);
    }
}
