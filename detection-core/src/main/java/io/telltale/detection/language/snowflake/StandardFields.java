package io.telltale.detection.language.snowflake;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * The indicators that Panther gathers from a record of CloudTrail into lists of its own: addresses, accounts, ARNs, users.
 * They are found by their form and by the keys that they stand under.
 *
 * @see <a href="https://docs.panther.com/search/panther-fields#indicator-fields">indicator fields</a>
 */
final class StandardFields {
    private static final int DEEPEST = 64;
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+:[0-9a-fA-F.:]*");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8,17}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s:/]+@[^@\\s:/]+\\.[A-Za-z]{2,}");
    private static final Set<String> USER_KEYS = Set.of("username");
    private static final Set<String> DOMAIN_KEYS =
            Set.of("publicdnsname", "privatednsname", "domain", "domainname", "dnsname");

    /** Each list, and whether a text under a key, in lower case, belongs to it. */
    static final Map<String, BiPredicate<String, String>> KINDS = Map.of(
            "p_any_ip_addresses",
            (key, text) -> ADDRESS.matcher(text).matches(),
            "p_any_aws_arns",
            (key, text) -> text.startsWith("arn:"),
            "p_any_aws_account_ids",
            (key, text) -> ACCOUNT.matcher(text).matches() && key.contains("account"),
            "p_any_aws_instance_ids",
            (key, text) -> INSTANCE.matcher(text).matches(),
            "p_any_usernames",
            (key, text) -> USER_KEYS.contains(key),
            "p_any_emails",
            (key, text) -> EMAIL.matcher(text).matches(),
            "p_any_domain_names",
            (key, text) -> DOMAIN_KEYS.contains(key),
            "p_any_trace_ids",
            (key, text) -> key.equals("accesskeyid") || key.equals("requestid") || key.equals("sharedeventid"),
            "p_any_actor_ids",
            (key, text) -> key.equals("principalid"));

    private StandardFields() {}

    /** The values of a list in their order. */
    static Value of(Value record, String name) {
        BiPredicate<String, String> kind = KINDS.get(name);
        if (kind == null) {
            return Values.NULL;
        }
        var found = new TreeSet<String>();
        gather(record, "", name, kind, found, 0);
        var elements = new LinkedHashSet<Value>();
        found.forEach(text -> elements.add(Values.of(text)));
        return found.isEmpty() ? Values.MISSING : Values.listOf(List.copyOf(elements));
    }

    private static void gather(
            Value value, String key, String name, BiPredicate<String, String> kind, Set<String> found, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (value instanceof Value.ObjectOf object) {
            object.members().forEach((k, v) -> gather(v, k.toLowerCase(Locale.ROOT), name, kind, found, depth + 1));
        } else if (value instanceof Value.ListOf list) {
            list.elements().forEach(v -> gather(v, key, name, kind, found, depth + 1));
        } else if (value instanceof Value.Text text) {
            if (!text.value().isEmpty() && kind.test(key, text.value())) {
                found.add(text.value());
            }
            String[] arn = text.value().startsWith("arn:") ? text.value().split(":", 6) : new String[0];
            if (name.equals("p_any_aws_account_ids")
                    && arn.length > 5
                    && ACCOUNT.matcher(arn[4]).matches()) {
                found.add(arn[4]);
            }
        }
    }
}
