package io.telltale.catalog;

import io.telltale.catalog.view.ExplanationView;
import io.telltale.catalog.view.FindingView;
import io.telltale.catalog.view.LostView;
import io.telltale.catalog.view.Page;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import io.telltale.catalog.view.VerdictView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the catalog's rules over logs and keeps what came of it. Blocks its caller. */
public interface RunService {
    /**
     * Reads the logs from their beginnings to their ends and runs every rule of the catalog on their events; returns when
     * the run is done, or has failed, which its state tells.
     *
     * @param name for people; the first log's name where empty
     * @param parameters what rules leave to the reader, by name
     * @return the run's id
     */
    long start(String name, List<LogUpload> logs, Map<String, String> parameters);

    /** Newest first. */
    Page<RunView> runs(PageRequest page);

    Optional<RunView> run(long id);

    /** Fired ones first, then by vendor and title; empty where there is no such run. */
    Optional<Page<VerdictView>> verdicts(long id, PageRequest page);

    /** Those of one vendor, of one kind, or both; an empty text asks for all. */
    Optional<Page<VerdictView>> verdicts(long id, String vendor, String verdict, PageRequest page);

    /** By their numbers; empty where there is no such run. */
    Optional<Page<FindingView>> findings(long id, PageRequest page);

    /** The findings of one rule. */
    Optional<Page<FindingView>> findings(long id, String vendor, String rule, PageRequest page);

    /** Records that could not be read and files that were skipped, in the order they were met. */
    Optional<Page<LostView>> lost(long id, PageRequest page);

    Optional<ExplanationView> explanation(long id, long n);

    /** Whether there was such a run. */
    boolean delete(long id);
}
