package io.telltale.api.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs the git that is installed, on one checkout. It asks for no password, runs no hooks and no programs that an address
 * could name, and gives up on a connection over which next to nothing comes.
 */
final class GitCommand {
    private static final List<String> SETTINGS = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.autocrlf=false",
            "submodule.recurse=false",
            "advice.detachedHead=false",
            "gc.auto=0",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_ALLOW_PROTOCOL", "https:ssh:file",
            "GIT_LFS_SKIP_SMUDGE", "1",
            "LC_ALL", "C");
    private static final int LINES_KEPT = 5;

    private final String program;
    private final Path checkout;

    /**
     * Git on a checkout.
     *
     * @param program the name or path of git's executable
     */
    GitCommand(String program, Path checkout) {
        this.program = program;
        this.checkout = checkout;
    }

    /**
     * Runs a git command to its end.
     *
     * @param progress is told each line that git writes, those included that it writes over
     * @throws IOException with git's last words where it fails, or where there is no git
     */
    void run(Consumer<String> progress, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(program, "-C", checkout.toString()));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "git cannot be started (" + e.getMessage()
                            + "); install it, or make a checkout elsewhere and use: telltale import VENDOR DIR",
                    e);
        }
        try {
            process.getOutputStream().close();
            Deque<String> last = follow(process.getInputStream(), progress);
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("git " + arguments[0] + " ended with " + status + ": " + String.join("; ", last));
            }
        } finally {
            // Ends git where the wait was interrupted; does nothing where it has ended.
            process.destroy();
        }
    }

    private static Deque<String> follow(InputStream stream, Consumer<String> progress) throws IOException {
        var last = new ArrayDeque<String>();
        var line = new StringBuilder();
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c != '\n' && c != '\r') {
                    line.append((char) c);
                    continue;
                }
                say(line.toString().strip(), last, progress);
                line.setLength(0);
            }
        }
        say(line.toString().strip(), last, progress);
        return last;
    }

    private static void say(String line, Deque<String> last, Consumer<String> progress) {
        if (line.isEmpty()) {
            return;
        }
        progress.accept(line);
        last.add(line);
        if (last.size() > LINES_KEPT) {
            last.remove();
        }
    }
}
