package io.telltale.api.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The top command: prints its usage where no subcommand is given. */
@CommandLine.Command(
        name = "telltale",
        description = "Looks up audit-log events and the detection rules on them, and runs the rules on your logs.",
        mixinStandardHelpOptions = true,
        version = "telltale " + TelltaleCommand.VERSION,
        subcommands = {
            HuntCommand.class,
            ImportCommand.class,
            SyncCommand.class,
            TestCommand.class,
            LintCommand.class,
            ExplainCommand.class,
            ServeCommand.class,
            DemoCommand.class
        })
public final class TelltaleCommand implements Runnable {
    static final String VERSION = "0.1.0";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }

    /** Runs the command line; the answer is the process's exit status, 2 for anything that went wrong. */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** Runs the command line with its output and its errors written where told. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new TelltaleCommand())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("telltale: " + message(e));
                    return 2;
                })
                .execute(arguments);
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
