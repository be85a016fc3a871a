package io.telltale.detection.language.python;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the policyuniverse library that rules use: an AWS resource policy, its statements with their principals and
 * limiting conditions, and whether a statement lets anyone in.
 */
final class ResourcePolicy {
    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("aws:sourcearn", "arn"),
            Map.entry("aws:principalarn", "arn"),
            Map.entry("aws:sourceowner", "account"),
            Map.entry("aws:sourceaccount", "account"),
            Map.entry("aws:principalaccount", "account"),
            Map.entry("kms:calleraccount", "account"),
            Map.entry("aws:principalorgid", "organization"),
            Map.entry("aws:principalorgpaths", "organization"),
            Map.entry("aws:userid", "userid"),
            Map.entry("aws:sourceip", "cidr"),
            Map.entry("aws:sourcevpc", "vpc"),
            Map.entry("aws:sourcevpce", "vpce"),
            Map.entry("saml:aud", "saml-endpoint"));
    private static final List<String> OPERATORS =
            List.of("arnequals", "arnlike", "stringequals", "stringlike", "ipaddress");
    private static final Pattern ARN = Pattern.compile("arn:[^:]*:([^:]*):[^:]*:(|\\*|\\d{12}|cloudfront|aws):.+");
    private static final Pattern ACCOUNT = Pattern.compile("(\\d{12})+");
    private static final Pattern SERVICE = Pattern.compile("([^.]+(.[^.]+)?)\\.amazon(aws)?\\.com|[^.]+.aws.internal");

    private final Expressions expressions;

    ResourcePolicy(Expressions expressions) {
        this.expressions = expressions;
    }

    /** The class {@code Policy}, as a program imports it. */
    Object type() {
        return new Py.BuiltinType("Policy", (values, named) -> policy(new Arguments("Policy", values, named).get(0)));
    }

    private Object policy(Object document) {
        Object statements = method(document, "get", "Statement", Py.list(new ArrayList<>()));
        List<Object> documents = isArray(statements) ? Expressions.sequence(statements) : List.of(statements);
        var all = new ArrayList<Object>();
        for (Object statement : documents) {
            all.add(statement(statement));
        }
        var policy = new Py.Instance(new Py.ClassObject("Policy", Optional.empty(), Map.of()));
        policy.attributes.put("policy", document);
        policy.attributes.put("statements", Py.list(all));
        policy.attributes.put(
                "is_internet_accessible",
                Members.method("is_internet_accessible", a -> all.stream().anyMatch(this::isAccessible))
                        .orElseThrow());
        return policy;
    }

    private Object method(Object object, String name, Object... arguments) {
        return expressions.call(expressions.members().get(object, name), List.of(arguments), Map.of());
    }

    private static boolean isArray(Object value) {
        return value instanceof Py.ListObject || value instanceof Py.Tuple;
    }

    private Object statement(Object document) {
        var statement = new Py.Instance(new Py.ClassObject("Statement", Optional.empty(), Map.of()));
        statement.attributes.put("statement", document);
        statement.attributes.put("effect", method(document, "get", "Effect"));
        statement.attributes.put("condition_entries", Py.list(conditions(method(document, "get", "Condition"))));
        var principals = new Py.SetObject(false);
        Object principal = method(document, "get", "Principal");
        if (principal instanceof Py.Dict dict) {
            for (String kind : List.of("AWS", "Service", "Federated")) {
                dict.find(kind).ifPresent(value -> add(value, principals));
            }
        } else if (Py.truthy(principal)) {
            add(principal, principals);
        }
        statement.attributes.put("principals", principals);
        var access = new Py.Function("is_internet_accessible", (values, named) -> isAccessible(statement));
        statement.attributes.put("is_internet_accessible", access);
        return statement;
    }

    private static void add(Object value, Py.SetObject principals) {
        if (isArray(value)) {
            Expressions.sequence(value).forEach(principals::add);
        } else {
            principals.add(value);
        }
    }

    private List<Object> conditions(Object condition) {
        var entries = new ArrayList<Object>();
        if (!Py.truthy(condition)) {
            return entries;
        }
        for (Object operator : expressions.iterate(method(condition, "keys"))) {
            if (!limits(Text.str(operator))) {
                continue;
            }
            Object keys = expressions.item(condition, operator);
            for (Object pair : expressions.iterate(method(keys, "items"))) {
                List<Object> both = Expressions.sequence(pair);
                String category = CATEGORIES.get(Text.str(both.get(0)).toLowerCase(Locale.ROOT));
                if (category != null) {
                    List<Object> values =
                            isArray(both.get(1)) ? Expressions.sequence(both.get(1)) : List.of(both.get(1));
                    values.forEach(value -> entries.add(entry(category, value)));
                }
            }
        }
        return entries;
    }

    private static Object entry(String category, Object value) {
        var entry = new Py.Instance(new Py.ClassObject("Condition", Optional.empty(), Map.of()));
        entry.attributes.put("category", category);
        entry.attributes.put("value", value);
        return entry;
    }

    private static boolean limits(String operator) {
        String name = operator.toLowerCase(Locale.ROOT);
        for (String quantifier : List.of("forallvalues:", "foranyvalue:")) {
            name = name.startsWith(quantifier) ? name.substring(quantifier.length()) : name;
        }
        return OPERATORS.stream().anyMatch(name::startsWith);
    }

    private boolean isAccessible(Object object) {
        Py.Instance statement = (Py.Instance) object;
        Object effect = statement.attributes.getOrDefault("effect", Py.None.NONE);
        if (!effect.equals("Allow") || !conditionsAccessible(statement)) {
            return false;
        }
        Object document = statement.attributes.getOrDefault("statement", Py.None.NONE);
        if (document instanceof Py.Dict dict && dict.find("NotPrincipal").isPresent()) {
            return true;
        }
        Object principals = statement.attributes.getOrDefault("principals", Py.None.NONE);
        return expressions.iterate(principals).stream().anyMatch(principal -> arnAccessible(Text.str(principal)));
    }

    private boolean conditionsAccessible(Py.Instance statement) {
        List<Object> entries =
                expressions.iterate(statement.attributes.getOrDefault("condition_entries", Py.list(List.of())));
        return entries.isEmpty()
                || entries.stream().anyMatch(entry -> {
                    Map<String, Object> attributes = ((Py.Instance) entry).attributes;
                    String value = Text.str(attributes.getOrDefault("value", ""));
                    return switch (Text.str(attributes.getOrDefault("category", ""))) {
                        case "arn" -> arnAccessible(value);
                        case "organization" -> value.equals("o-*") || value.startsWith("o-*/");
                        case "userid" -> value.indexOf('*') != value.length() - 1;
                        case "cidr" -> value.endsWith("/0");
                        default -> value.contains("*");
                    };
                });
    }

    private static boolean arnAccessible(String arn) {
        if (arn.equals("*")) {
            return true;
        }
        var match = ARN.matcher(arn);
        if (match.matches()) {
            boolean isBucket = match.group(1).equals("s3");
            return !isBucket && (match.group(2).isEmpty() || match.group(2).equals("*"));
        }
        boolean known = ACCOUNT.matcher(arn).matches() || SERVICE.matcher(arn).matches();
        return !known && arn.contains("*");
    }
}
