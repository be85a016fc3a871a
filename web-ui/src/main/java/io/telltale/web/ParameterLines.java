package io.telltale.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a run's parameters as the form takes them: {@code name = value}, one a line. */
final class ParameterLines {
    private ParameterLines() {}

    /**
     * Blank lines count for nothing; the last of several lines for one name holds.
     *
     * @throws IllegalArgumentException for a line without a name or an equals sign, with a message for people
     */
    static Map<String, String> read(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            int equals = line.indexOf('=');
            String name = line.substring(0, Math.max(equals, 0)).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("Write each parameter as name = value; this is not one: " + line);
            }
            parameters.put(name, line.substring(equals + 1).strip());
        }
        return parameters;
    }
}
