package io.telltale.api.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Serves, and first loads a sample log, runs the rules on it and prints their verdicts. */
@CommandLine.Command(
        name = "demo",
        description = "Serves, and first loads a sample log, runs the rules on it and prints their verdicts.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws IOException {
        return options.serve(true);
    }
}
