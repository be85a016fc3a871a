package io.telltale.api.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Fetches vendors' repositories and imports them into the catalog. */
@CommandLine.Command(
        name = "sync",
        description = "Fetches vendors' repositories with git and imports them into the catalog.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all imported and reported", "2:trouble with at least one"})
final class SyncCommand implements Callable<Integer> {
    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "VENDOR",
            description = "The vendors' slugs, as in sigma. Default: all whose repositories are known.")
    private List<String> vendors = List.of();

    @CommandLine.Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; json writes one report a line. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.table;

    @CommandLine.Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws IOException {
        System.setProperty("quarkus.http.host-enabled", "false");
        var arguments = new ArrayList<String>(List.of(format.name()));
        arguments.addAll(vendors);
        return database.run(RepositorySync.class, arguments.toArray(String[]::new));
    }
}
