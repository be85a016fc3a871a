package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.report.KeptRules;
import io.telltale.detection.report.RepositoryReport;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.vendor.VendorFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Imports a checkout of a vendor's repository into the catalog and reports what came of it. */
@CommandLine.Command(
        name = "import",
        description = "Imports a checkout of a vendor's repository and reports what keeps its rules from running.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:imported and reported", "2:trouble"})
final class ImportCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Parameters(index = "0", paramLabel = "VENDOR", description = "The vendor's slug, as in sigma.")
    private String vendor = "";

    @CommandLine.Parameters(index = "1", paramLabel = "DIR", description = "The checkout.")
    private Path folder = Path.of("");

    @CommandLine.Option(names = "--dry-run", description = "Reads, parses and reports, with no database.")
    private boolean dryRun;

    @CommandLine.Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.table;

    @CommandLine.Mixin
    private ParameterOptions parameters = new ParameterOptions();

    @CommandLine.Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws IOException {
        DetectionCore core = DetectionCore.standard();
        VendorFormat vendorFormat = Checkouts.vendor(core, vendor);
        if (!dryRun && !parameters.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--set wants --dry-run: in the catalog, each run sets its own parameters");
        }
        if (!dryRun) {
            System.setProperty("quarkus.http.host-enabled", "false");
            String checkout = Checkouts.folder(folder).toAbsolutePath().toString();
            return database.run(CheckoutImport.class, vendor, checkout, format.name());
        }
        VendorRepository repository = VendorRepository.read(vendorFormat, Checkouts.folder(folder));
        List<PreparedRule> rules = repository.prepare(core, RepositoryReport::onCloudTrail, parameters.values());
        parameters.warn(rules, spec.commandLine().getErr());
        RepositoryReports.print(spec.commandLine().getOut(), repository.report(rules), KeptRules.of(rules), format);
        return 0;
    }
}
