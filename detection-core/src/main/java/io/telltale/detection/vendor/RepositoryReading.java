package io.telltale.detection.vendor;

import com.fasterxml.jackson.core.JacksonException;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Gathers what a format reads of one repository. A file that cannot be read, or that its reader refuses, becomes a problem
 * with its place; the others still count. Rules keep addresses of their own even where the vendor gives two one id.
 */
final class RepositoryReading {
    /** Reads one file as a format understands it. */
    interface FileReader {
        void read(String path, String text) throws RuleSyntaxException, IOException;
    }

    /** Reads one document of a YAML file as a format understands it. */
    interface DocumentReader {
        void read(YamlDocument document) throws RuleSyntaxException, IOException;
    }

    private static final int LOOKED_AT = 20;

    /** In characters. */
    private static final int LONGEST_TABLE = 500_000;

    private final RepositoryFiles files;
    private final List<String> paths;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> pathById = new HashMap<>();
    private final List<Companion> companions = new ArrayList<>();
    private final List<Reading.Problem> problems = new ArrayList<>();
    private int opened;

    RepositoryReading(RepositoryFiles files) {
        this.files = files;
        this.paths = files.paths();
    }

    /** Opens the files of the paths that are wanted, in their order. */
    void files(Predicate<String> wanted, FileReader reader) {
        for (String path : paths) {
            if (wanted.test(path)) {
                opened++;
                file(path, reader);
            }
        }
    }

    /** Opens YAML files and hands over their documents that are mappings; a file is read whole or, where it breaks, not at all. */
    void yaml(Predicate<String> wanted, DocumentReader reader) {
        files(wanted, (path, text) -> {
            for (YamlDocument document : YamlDocument.readAll(path, text)) {
                try {
                    reader.read(document);
                } catch (RuleSyntaxException e) {
                    problem(e.position(), e.detail());
                }
            }
        });
    }

    private void file(String path, FileReader reader) {
        var start = new Position(path, 1, 1);
        try {
            reader.read(path, files.read(path));
        } catch (RuleSyntaxException e) {
            problem(e.position(), e.detail());
        } catch (UnreadableFileException e) {
            problem(e.position(), e.detail());
        } catch (JacksonException e) {
            var location = e.getLocation();
            Position position = location == null
                    ? start
                    : new Position(path, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
            problem(position, e.getOriginalMessage());
        } catch (IOException e) {
            problem(start, "cannot be read: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // A stranger's file must not end the reading of the others; what it set off is told.
            problem(start, "cannot be read: " + e);
        }
    }

    /** Whether the repository has a file. */
    boolean has(String path) {
        return Collections.binarySearch(paths, path) >= 0;
    }

    /** Whether a file that is wanted, one of the first few, says what the vendor's files say. */
    static boolean anySays(RepositoryFiles files, Predicate<String> wanted, Predicate<String> says) {
        return files.paths().stream().filter(wanted).limit(LOOKED_AT).anyMatch(path -> {
            try {
                return says.test(files.read(path));
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** The text of the first file of that name, in whatever folder it lies. */
    Optional<String> textNamed(String name) {
        Optional<String> found = paths.stream()
                .filter(path -> path.equals(name) || path.endsWith("/" + name))
                .findFirst();
        try {
            return found.isEmpty() ? found : Optional.of(files.read(found.get()));
        } catch (IOException e) {
            problem(new Position(found.get(), 1, 1), "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The text of a file that another leans on. */
    String text(String path) throws IOException {
        return files.read(path);
    }

    /** Takes a table that rules call by a name, unless it is longer than what is read; it is the reader's to set then. */
    void table(String kind, String name, String path) throws IOException {
        String text = text(path);
        if (text.length() <= LONGEST_TABLE) {
            companion(new Companion(kind, name, SourceText.ofFile(path, text)));
        }
    }

    /**
     * Takes a rule. One whose id an earlier rule has gets the first free number behind its own, and a problem says so.
     *
     * @param position where the rule begins
     */
    void rule(Rule rule, Position position) {
        String earlier = pathById.putIfAbsent(rule.id(), rule.path());
        if (earlier == null) {
            rules.add(rule);
            return;
        }
        String free = rule.id();
        for (int number = 2; pathById.putIfAbsent(free, rule.path()) != null; number++) {
            free = rule.id() + "-" + number;
        }
        rules.add(rule.withId(free));
        problems.add(new Reading.Problem(
                position,
                "a rule with the id of one in " + earlier + "; it is called " + free,
                Reading.Problem.Kind.REPEATED_ID));
    }

    void companion(Companion companion) {
        companions.add(companion);
    }

    void problem(Position position, String message) {
        problems.add(new Reading.Problem(position, message));
    }

    /** What was read, each rule gone over once more now that all are known. */
    Reading finish(UnaryOperator<Rule> last) {
        rules.replaceAll(last);
        return finish();
    }

    /** What was read. */
    Reading finish() {
        problems.addAll(files.leftOut());
        return new Reading(opened, rules, companions, problems);
    }
}
