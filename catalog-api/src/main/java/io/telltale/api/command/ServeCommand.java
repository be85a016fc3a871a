package io.telltale.api.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Serves the catalog, its pages and its REST interface. */
@CommandLine.Command(
        name = "serve",
        description = "Serves the catalog, its pages and its REST interface.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(false);
    }
}
