package io.telltale.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How pages write texts that need markup of their own: names that may break, passages with words marked. */
@TemplateExtension
final class PageMarkup {
    private static final String JOINTS = ".:_/-[]";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.]+");
    private static final int MOST_WORDS = 20;
    private static final String NOTHING = "(?!)";

    private PageMarkup() {}

    /** A long name that may be broken where its parts meet, as markup. */
    static RawString breakable(String name) {
        StringBuilder markup = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (i > 0 && isJoint(name.charAt(i - 1), each)) {
                markup.append("<wbr>");
            }
            markup.append(escaped(each));
        }
        return new RawString(markup.toString());
    }

    private static boolean isJoint(char before, char after) {
        return (Character.isUpperCase(after) && Character.isLowerCase(before))
                || (JOINTS.indexOf(before) >= 0 && JOINTS.indexOf(after) < 0);
    }

    /** A passage with the words that were searched for marked, as markup. */
    static RawString marked(String passage, String words) {
        String alternatives = WORD.matcher(words)
                .results()
                .limit(MOST_WORDS)
                .map(each -> Pattern.quote(each.group()))
                .collect(Collectors.joining("|"));
        Matcher found = Pattern.compile(
                        alternatives.isEmpty() ? NOTHING : "(?<![\\p{L}\\p{N}])(?:" + alternatives + ")[\\p{L}\\p{N}]*",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(passage);
        StringBuilder markup = new StringBuilder();
        int from = 0;
        while (found.find()) {
            markup.append(escaped(passage.substring(from, found.start())))
                    .append("<mark>")
                    .append(escaped(found.group()))
                    .append("</mark>");
            from = found.end();
        }
        return new RawString(markup.append(escaped(passage.substring(from))).toString());
    }

    private static String escaped(String text) {
        StringBuilder markup = new StringBuilder();
        text.chars().forEach(each -> markup.append(escaped((char) each)));
        return markup.toString();
    }

    private static String escaped(char each) {
        return switch (each) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> String.valueOf(each);
        };
    }
}
