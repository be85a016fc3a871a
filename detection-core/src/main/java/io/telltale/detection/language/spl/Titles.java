package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Expression;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A finding's title from the vendor's message, in which {@code $field$} stands for the row's value. */
final class Titles {
    private static final Pattern TOKEN = Pattern.compile("\\$([A-Za-z0-9_.{}]+)\\$");

    private Titles() {}

    /** The message over the rows at hand; empty where there is none or it names no field. */
    static Optional<Expression> of(Rows rows, String message) {
        Matcher token = TOKEN.matcher(message);
        Optional<Expression> title = Optional.empty();
        int from = 0;
        while (token.find()) {
            String name = token.group(1);
            boolean known = rows.scope().open() || rows.scope().bound().contains(name);
            Optional<Expression> value = known ? rows.context().attempt(() -> rows.resolve(name)) : Optional.empty();
            if (value.isEmpty()) {
                continue;
            }
            Expression text =
                    rows.call("alias", rows.call("mvjoin", value.get(), rows.literal(", ")), rows.literal("?"));
            title = Optional.of(joined(rows, title, message.substring(from, token.start()), Optional.of(text)));
            from = token.end();
        }
        String rest = message.substring(from);
        return title.map(t -> rest.isEmpty() ? t : joined(rows, Optional.of(t), rest, Optional.empty()));
    }

    private static Expression joined(Rows rows, Optional<Expression> before, String text, Optional<Expression> value) {
        Expression words = before.<Expression>map(b -> text.isEmpty() ? b : rows.call("concat", b, rows.literal(text)))
                .orElseGet(() -> rows.literal(text));
        return value.map(v -> rows.call("concat", words, v)).orElse(words);
    }
}
