package io.telltale.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.telltale.api.command.Verdicts;
import io.telltale.catalog.LogUpload;
import io.telltale.catalog.RunService;
import io.telltale.catalog.view.PageRequest;
import io.telltale.catalog.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The running application: shows the demonstration where asked, then serves. */
public final class Server implements QuarkusApplication {
    /** The argument that asks for the demonstration. */
    public static final String DEMO = "demo";

    private static final String SAMPLE = "/catalog/samples/ecr-cloudtrail.ndjson";

    private final RunService runs;
    private final String host;
    private final int port;

    Server(
            RunService runs,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.runs = runs;
        this.host = host;
        this.port = port;
    }

    @Override
    public int run(String... arguments) throws IOException {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        String address = "http://" + (host.equals("0.0.0.0") ? "localhost" : host) + ":" + port;
        if (List.of(arguments).contains(DEMO)) {
            long run = demonstrate(out);
            out.println();
            out.println("The same in a browser: " + address + "/runs/" + run);
        }
        out.println("Telltale serves at " + address + "  (Ctrl+C ends it)");
        Quarkus.waitForExit();
        return 0;
    }

    private long demonstrate(PrintWriter out) throws IOException {
        Path log = Files.createTempFile("telltale-sample", ".ndjson");
        try (InputStream sample = Server.class.getResourceAsStream(SAMPLE)) {
            if (sample == null) {
                throw new IllegalStateException("the sample log " + SAMPLE + " is not in the application");
            }
            Files.copy(sample, log, StandardCopyOption.REPLACE_EXISTING);
            long id =
                    runs.start("Sample of ECR events", List.of(new LogUpload("ecr-cloudtrail.ndjson", log)), Map.of());
            RunView run = runs.run(id).orElseThrow();
            Verdicts.print(out, runs.verdicts(id, PageRequest.ALL).orElseThrow().items(), run);
            return id;
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
