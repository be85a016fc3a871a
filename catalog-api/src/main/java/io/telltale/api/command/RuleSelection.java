package io.telltale.api.command;

import io.telltale.detection.DetectionCore;
import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.report.VendorRepository;
import io.telltale.detection.text.Position;
import io.telltale.detection.vendor.LocalFormat;
import io.telltale.detection.vendor.PathFiles;
import io.telltale.detection.vendor.Reading;
import io.telltale.detection.vendor.RepositoryFiles;
import io.telltale.detection.vendor.Rule;
import io.telltale.detection.vendor.VendorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds the rules that an argument of the command line names: the address of a built-in rule ({@code vendor/id}), a
 * folder, or a file. What lies in a checkout is read as part of it, with everything that its rules lean on; a file of its
 * own is placed where its vendor would have it.
 */
final class RuleSelection {
    private static final Set<String> TOP_FOLDERS = Set.of(
            "detections", "hunting", "rules", "rules_building_block", "rules-threat-hunting", "Solutions", "suzaku");

    private final DetectionCore core;
    private final Map<String, String> parameters;

    /** @param parameters the reader's values by name */
    RuleSelection(DetectionCore core, Map<String, String> parameters) {
        this.core = core;
        this.parameters = parameters;
    }

    /**
     * What an argument names. Paths are those of the checkout; a rule that lies in none has the path that leads to it from
     * here.
     *
     * @param rules prepared
     * @param problems what could not be read there
     * @param root the folder that the paths start from; empty for built-in rules
     */
    record Selected(List<PreparedRule> rules, List<Reading.Problem> problems, Optional<Path> root) {
        /** Whether nothing there was read as a rule, nor tried to be. */
        boolean isEmpty() {
            return rules.isEmpty() && problems.isEmpty();
        }

        /** The text of the file of a rule, where there is one. */
        Optional<String> text(PreparedRule rule) {
            try {
                return root.isPresent()
                        ? Optional.of(
                                Files.readString(root.get().resolve(rule.rule().path())))
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    Selected select(String argument) throws IOException {
        Path path = Path.of(argument);
        if (!Files.exists(path)) {
            List<PreparedRule> builtIn = BuiltInRules.prepare(core, parameters).stream()
                    .filter(rule -> rule.rule().address().equals(argument))
                    .toList();
            if (builtIn.isEmpty()) {
                throw new NoSuchFileException(argument + ": no such file or folder, and no built-in rule's address");
            }
            return new Selected(builtIn, List.of(), Optional.empty());
        }
        Path target = path.toRealPath();
        Path folder = Files.isDirectory(target) ? target : parent(target);
        for (Path root = folder; root != null; root = root.getParent()) {
            Optional<VendorFormat> format = recognise(root, folder);
            if (format.isPresent()) {
                Reading reading = VendorRepository.read(format.get(), root).reading();
                Selected selected =
                        below(reading, root, root.relativize(target).toString().replace('\\', '/'));
                if (!selected.isEmpty()) {
                    return selected;
                }
            }
        }
        return alone(target, path);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Above the target a folder is a root only where the way down begins as in a vendor's repository. */
    private Optional<VendorFormat> recognise(Path root, Path folder) {
        Path way = root.relativize(folder);
        boolean likely =
                way.toString().isEmpty() || TOP_FOLDERS.contains(way.getName(0).toString());
        PathFiles files = new PathFiles(root);
        return likely
                ? core.vendors().stream()
                        .filter(v -> !v.vendor().equals(LocalFormat.VENDOR) && v.recognises(files))
                        .findFirst()
                : Optional.empty();
    }

    private Selected below(Reading reading, Path root, String path) {
        String stem = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : path;
        var rules = new ArrayList<PreparedRule>();
        for (Rule rule : reading.rules()) {
            boolean inFolder = path.isEmpty() || rule.path().startsWith(path + "/");
            boolean sameFile = rule.path().equals(path)
                    || (path.endsWith(".py") && rule.path().startsWith(stem + "."));
            if (inFolder || sameFile) {
                rules.add(core.prepare(rule, reading.companionsByName(), parameters));
            }
        }
        List<Reading.Problem> problems = reading.problems().stream()
                .filter(p -> p.position().file().startsWith(path))
                .toList();
        return new Selected(rules, problems, Optional.of(root));
    }

    /** {@code given}: the target as the reader writes it. */
    private Selected alone(Path target, Path given) throws IOException {
        var files = Files.isDirectory(target) ? new PathFiles(target) : new PathFiles(parent(target));
        var rules = new ArrayList<PreparedRule>();
        var problems = new ArrayList<Reading.Problem>();
        for (String path : files.paths()) {
            boolean wanted = Files.isDirectory(target) || path.equals(String.valueOf(target.getFileName()));
            Optional<Placed> placed = wanted ? Placed.of(path, files) : Optional.empty();
            if (placed.isPresent()) {
                Reading reading =
                        core.vendor(placed.get().vendor()).orElseThrow().read(placed.get());
                String folder = placed.get().folder();
                UnaryOperator<String> here = file -> given(given, file.substring(folder.length()));
                reading.rules().stream()
                        .filter(rule -> rule.path().equals(folder + path))
                        .map(rule -> rule.moved(here))
                        .forEach(r -> rules.add(core.prepare(r, reading.companionsByName(), parameters)));
                reading.problems().stream()
                        .filter(problem -> problem.position().file().equals(folder + path))
                        .map(problem -> moved(problem, here))
                        .forEach(problems::add);
            }
        }
        if (rules.isEmpty() && problems.isEmpty()) {
            throw new IOException(target + ": no rule of a known vendor is recognised there");
        }
        return new Selected(rules, problems, Optional.of(Path.of("")));
    }

    private static String given(Path given, String file) {
        Path folder = Files.isDirectory(given) ? given : given.resolveSibling("");
        return folder.resolve(file).toString().replace('\\', '/');
    }

    private static Reading.Problem moved(Reading.Problem problem, UnaryOperator<String> paths) {
        Position position = problem.position();
        return new Reading.Problem(
                new Position(paths.apply(position.file()), position.line(), position.column()),
                problem.message(),
                problem.kind());
    }

    /**
     * One rule file, and what lies beside it, as if it stood in its vendor's repository.
     *
     * @param joins whether it may lean on the rule files beside it
     */
    private record Placed(String vendor, String folder, String only, boolean joins, PathFiles files)
            implements RepositoryFiles {
        static Optional<Placed> of(String path, PathFiles files) throws IOException {
            if (!path.matches(".*\\.(ya?ml|toml|yaral|(nd)?json)")) {
                return Optional.empty();
            }
            String text = "\n" + files.read(path);
            if (path.endsWith(".json") && text.contains("alertRules")) {
                return Optional.of(new Placed("kusto", "Solutions/Local/Analytic Rules/", path, false, files));
            }
            if (path.endsWith("json") && !text.contains("\"rule_id\"")) {
                return Optional.empty();
            }
            if (path.endsWith(".toml") || path.endsWith("json")) {
                return Optional.of(new Placed("elastic", "rules/", path, false, files));
            }
            if (path.endsWith(".yaral")) {
                return Optional.of(new Placed("chronicle", "rules/", path, false, files));
            }
            if (text.contains("\nAnalysisType:")) {
                return Optional.of(new Placed("panther", "rules/", path, text.contains("correlation_rule"), files));
            }
            if (text.contains("\nlogsource:") || text.contains("\ncorrelation:")) {
                return Optional.of(new Placed("sigma", "rules/", path, false, files));
            }
            if (text.contains("\nquery:")) {
                return Optional.of(new Placed("kusto", "Solutions/Local/Analytic Rules/", path, false, files));
            }
            return text.contains("\nsearch:")
                    ? Optional.of(new Placed("splunk", "detections/", path, false, files))
                    : Optional.empty();
        }

        @Override
        public List<String> paths() {
            return files.paths().stream()
                    .filter(p -> p.equals(only)
                            || p.endsWith(".py")
                            || (vendor.equals("elastic") && p.endsWith(".txt"))
                            || (joins && p.endsWith(".yml")))
                    .map(p -> folder + p)
                    .toList();
        }

        @Override
        public String read(String path) throws IOException {
            return files.read(path.substring(folder.length()));
        }
    }
}
