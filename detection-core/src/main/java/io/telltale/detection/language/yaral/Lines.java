package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a regular expression sees of a value: its first line, but for one with the flag {@code s}, which sees all of it.
 * See the notes of https://cloud.google.com/chronicle/docs/yara-l/functions#reregex.
 */
final class Lines {
    private static final String FIRST_LINE = YaralLanguage.SLUG + ":first_line";
    private static final Pattern ALL_LINES = Pattern.compile("\\(\\?[a-zA-Z]*s");
    /** Fields that AWS writes, on one line. */
    private static final Set<String> OF_ONE_LINE = Set.of(
            "eventName",
            "eventSource",
            "eventID",
            "eventType",
            "eventCategory",
            "eventVersion",
            "awsRegion",
            "sourceIPAddress",
            "recipientAccountId",
            "errorCode",
            "userIdentity.type",
            "userIdentity.arn",
            "userIdentity.principalId",
            "userIdentity.accountId",
            "userIdentity.userName",
            "userIdentity.sessionContext.sessionIssuer.userName");

    private Lines() {}

    static FunctionEntry function() {
        return FunctionEntry.transparent(FIRST_LINE, (arguments, context) -> first(arguments.get(0)));
    }

    /** The value as a pattern sees it. */
    static Expression seenBy(String pattern, Expression value) {
        return ALL_LINES.matcher(pattern).find() || isOfOneLine(value)
                ? value
                : new Expression.Call(FIRST_LINE, List.of(value), value.span());
    }

    /** The text as a pattern sees it. */
    static String seenBy(String pattern, String text) {
        int end = ALL_LINES.matcher(pattern).find() ? -1 : text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static boolean isOfOneLine(Expression value) {
        if (value instanceof Expression.Field field) {
            return OF_ONE_LINE.contains(field.path().toString());
        }
        if (value instanceof Expression.Call call) {
            return call.arguments().stream().allMatch(Lines::isOfOneLine);
        }
        return value instanceof Expression.Literal;
    }

    private static Value first(Value value) {
        if (value instanceof Value.ListOf list) {
            return Values.listOf(list.elements().stream().map(Lines::first).toList());
        }
        return value instanceof Value.Text text && text.value().indexOf('\n') >= 0
                ? Values.of(seenBy("", text.value()))
                : value;
    }
}
