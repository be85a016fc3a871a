package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name and version that Elasticsearch's user-agent processor reads out of a user agent, for AWS's own clients and the
 * common browsers; anything else is named {@code Other}, as it is there for what its patterns do not know.
 */
final class EcsUserAgent {
    private static final String VERSION = "/(\\d+(?:\\.\\d+){0,2})";
    private static final List<Pattern> CLIENTS = List.of(Pattern.compile(
            "(Boto3?|JetS3t|aws-(?:cli|sdk-(?:cpp|go|java|nodejs|ruby2?|dotnet-(?:\\d{1,2}|core)))|s3fs)" + VERSION));
    private static final List<Browser> BROWSERS = List.of(
            new Browser("Edge", Pattern.compile("(?:Edge?|EdgA|EdgiOS)" + VERSION)),
            new Browser("Opera", Pattern.compile("(?:OPR|Opera)" + VERSION)),
            new Browser("Brave", Pattern.compile("Brave(?: Chrome)?" + VERSION)),
            new Browser("Firefox", Pattern.compile("Firefox" + VERSION)),
            new Browser("HeadlessChrome", Pattern.compile("HeadlessChrome" + VERSION)),
            new Browser("Chrome Mobile", Pattern.compile("Chrome" + VERSION + "[^ ]* Mobile")),
            new Browser("Chrome", Pattern.compile("Chrome" + VERSION)),
            new Browser("Mobile Safari", Pattern.compile("Version" + VERSION + ".*Mobile.*Safari/")),
            new Browser("Safari", Pattern.compile("Version" + VERSION + ".*Safari/")),
            new Browser("curl", Pattern.compile("^curl" + VERSION)));

    private record Browser(String name, Pattern pattern) {}

    private EcsUserAgent() {}

    static Value name(Value agent) {
        return read(agent, true);
    }

    static Value version(Value agent) {
        return read(agent, false);
    }

    private static Value read(Value agent, boolean name) {
        if (EcsText.isDropped(agent)) {
            return Values.NULL;
        }
        String text = agent.asText();
        for (Pattern pattern : CLIENTS) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return Values.of(matcher.group(name ? 1 : 2));
            }
        }
        for (Browser browser : BROWSERS) {
            Matcher matcher = browser.pattern().matcher(text);
            if (matcher.find()) {
                return Values.of(name ? browser.name() : matcher.group(1));
            }
        }
        return name ? Values.of("Other") : Values.NULL;
    }
}
