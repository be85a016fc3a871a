package io.telltale.api.command;

import io.telltale.detection.engine.PreparedRule;
import io.telltale.detection.ir.Parameter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What the reader sets of rules' parameters on the command line. */
final class ParameterOptions {
    @CommandLine.Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "Sets a parameter of rules: an allow-list, a macro, a lookup, another table. NAME=@FILE takes the"
                            + " file's text. May be given several times.")
    private Map<String, String> given = new LinkedHashMap<>();

    boolean isEmpty() {
        return given.isEmpty();
    }

    /**
     * The values by name.
     *
     * @throws IOException naming the parameter and the file, where one cannot be read as UTF-8
     */
    Map<String, String> values() throws IOException {
        var values = new LinkedHashMap<String, String>();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            String value = entry.getValue();
            values.put(entry.getKey(), value.startsWith("@") ? text(entry.getKey(), value.substring(1)) : value);
        }
        return values;
    }

    private static String text(String parameter, String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException("--set " + parameter + ": " + file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException("--set " + parameter + ": " + file + ": not in UTF-8", e);
        } catch (IOException e) {
            throw new IOException("--set " + parameter + ": " + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Says which of the values no rule has a parameter for. */
    void warn(List<PreparedRule> rules, PrintWriter err) {
        Set<String> known = rules.stream()
                .flatMap(rule -> rule.detection().stream())
                .flatMap(detection -> detection.parameters().stream())
                .map(Parameter::name)
                .collect(Collectors.toSet());
        given.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> err.println("not used: no rule has a parameter " + name));
    }
}
