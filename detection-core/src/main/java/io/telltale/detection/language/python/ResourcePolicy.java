package io.telltale.detection.language.python;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The question that rules ask the library policyuniverse about an AWS resource policy: does a statement of it let anyone
 * in? It does where it allows, every condition that could limit the caller is open, and a principal is open. A condition
 * limits the caller where its operator compares texts, ARNs or addresses for likeness and its key names the caller or
 * where he comes from.
 */
record ResourcePolicy(Object document, List<Statement> statements) implements Py.NamedType {
    /** What a condition key says of the caller. */
    private enum Limit {
        ARN("arn"),
        ACCOUNT("account"),
        ORGANIZATION("organization"),
        USER("userid"),
        ADDRESS("cidr"),
        NETWORK("vpc"),
        ENDPOINT("vpce"),
        AUDIENCE("saml-endpoint");

        private final String category;

        Limit(String category) {
            this.category = category;
        }

        /** Whether the value leaves everyone in. */
        boolean isOpen(String value) {
            return switch (this) {
                case ARN -> isOpenArn(value);
                case ORGANIZATION -> value.split("/", 2)[0].equals("o-*");
                case USER -> !value.isEmpty() && value.indexOf('*') != value.length() - 1;
                case ADDRESS -> value.endsWith("/0");
                default -> value.indexOf('*') >= 0;
            };
        }
    }

    private static final Map<String, Limit> KEYS = Map.ofEntries(
            Map.entry("aws:principalarn", Limit.ARN),
            Map.entry("aws:sourcearn", Limit.ARN),
            Map.entry("aws:principalaccount", Limit.ACCOUNT),
            Map.entry("aws:sourceaccount", Limit.ACCOUNT),
            Map.entry("aws:sourceowner", Limit.ACCOUNT),
            Map.entry("kms:calleraccount", Limit.ACCOUNT),
            Map.entry("aws:principalorgid", Limit.ORGANIZATION),
            Map.entry("aws:principalorgpaths", Limit.ORGANIZATION),
            Map.entry("aws:userid", Limit.USER),
            Map.entry("aws:sourceip", Limit.ADDRESS),
            Map.entry("aws:sourcevpc", Limit.NETWORK),
            Map.entry("aws:sourcevpce", Limit.ENDPOINT),
            Map.entry("saml:aud", Limit.AUDIENCE));
    private static final List<String> COMPARISONS =
            List.of("arnequals", "arnlike", "stringequals", "stringlike", "ipaddress");

    /** One limiting value of a statement's conditions. */
    private record Condition(Limit limit, Object value) {}

    /** A statement of a policy. */
    record Statement(Object document, Interpreter interpreter) implements Py.NamedType {
        @Override
        public String typeName() {
            return "Statement";
        }

        private Optional<Object> element(String name) {
            if (document instanceof Dict dict) {
                return dict.find(name);
            }
            throw Py.error("AttributeError", "'" + Py.typeName(document) + "' object has no attribute 'get'");
        }

        @Override
        public Optional<Object> attribute(String name) {
            return switch (name) {
                case "effect" -> Optional.of(element("Effect").orElse(Py.None.NONE));
                case "statement" -> Optional.of(document);
                case "principals" -> Optional.of(set(principals()));
                case "actions" -> Optional.of(set(elements("Action")));
                case "resources" -> Optional.of(set(elements("Resource")));
                case "condition_accounts" -> Optional.of(limited(Limit.ACCOUNT));
                case "condition_arns" -> Optional.of(limited(Limit.ARN));
                case "condition_cidrs" -> Optional.of(limited(Limit.ADDRESS));
                case "condition_orgids" -> Optional.of(limited(Limit.ORGANIZATION));
                case "condition_userids" -> Optional.of(limited(Limit.USER));
                case "condition_vpcs" -> Optional.of(limited(Limit.NETWORK));
                case "condition_vpces" -> Optional.of(limited(Limit.ENDPOINT));
                case "condition_entries" -> Optional.of(Py.list(entries()));
                case "is_internet_accessible" -> Members.method(name, a -> isOpen());
                case "uses_not_principal" ->
                    Members.method(name, a -> element("NotPrincipal").isPresent());
                default -> Optional.empty();
            };
        }

        private static Py.SetObject set(Iterable<Object> items) {
            var set = new Py.SetObject(false);
            items.forEach(set::add);
            return set;
        }

        private List<Object> elements(String name) {
            return element(name).filter(Py::truthy).map(ResourcePolicy::several).orElse(List.of());
        }

        private Set<Object> principals() {
            var all = new LinkedHashSet<Object>();
            Object principal = element("Principal").orElse(Py.None.NONE);
            if (principal instanceof Dict kinds) {
                for (String kind : List.of("AWS", "Service", "Federated")) {
                    kinds.find(kind).ifPresent(value -> all.addAll(several(value)));
                }
            } else if (Py.truthy(principal)) {
                all.addAll(several(principal));
            }
            return all;
        }

        private List<Condition> conditions() {
            var conditions = new ArrayList<Condition>();
            if (!(element("Condition").orElse(Py.None.NONE) instanceof Dict operators)) {
                return conditions;
            }
            for (Dict.Entry operator : operators.all()) {
                if (!isLimiting(Text.str(operator.key())) || !(operator.value() instanceof Dict keys)) {
                    continue;
                }
                for (Dict.Entry key : keys.all()) {
                    Limit limit = KEYS.get(Text.str(key.key()).toLowerCase(Locale.ROOT));
                    if (limit != null) {
                        several(key.value()).forEach(value -> conditions.add(new Condition(limit, value)));
                    }
                }
            }
            return conditions;
        }

        /** Operators are compared for what they begin with, after {@code ForAnyValue:} and its like. */
        private static boolean isLimiting(String operator) {
            String name = operator.toLowerCase(Locale.ROOT);
            String bare = name.startsWith("forallvalues:") || name.startsWith("foranyvalue:")
                    ? name.substring(name.indexOf(':') + 1)
                    : name;
            return COMPARISONS.stream().anyMatch(bare::startsWith);
        }

        private Py.SetObject limited(Limit limit) {
            var values = new ArrayList<Object>();
            conditions().stream().filter(c -> c.limit() == limit).forEach(c -> values.add(c.value()));
            return set(values);
        }

        private List<Object> entries() {
            var entries = new ArrayList<Object>();
            for (Condition condition : conditions()) {
                var entry = new Instance(new ClassObject("Condition", List.of(), Map.of()));
                entry.set("category", condition.limit().category);
                entry.set("value", condition.value());
                entries.add(entry);
            }
            return entries;
        }

        boolean isOpen() {
            interpreter.budget().step();
            if (!element("Effect").orElse(Py.None.NONE).equals("Allow")) {
                return false;
            }
            List<Condition> conditions = conditions();
            boolean isLimited = !conditions.isEmpty()
                    && conditions.stream().noneMatch(c -> c.limit().isOpen(Text.str(c.value())));
            if (isLimited) {
                return false;
            }
            return element("NotPrincipal").isPresent() || principals().stream().anyMatch(p -> isOpenArn(Text.str(p)));
        }
    }

    /** The class {@code Policy}, as a program imports it. */
    static Object type(Interpreter interpreter) {
        return new Py.BuiltinType("Policy", (values, named) -> {
            Object document = new Arguments("Policy", values, named).get(0);
            if (!(document instanceof Dict policy)) {
                throw Py.error("AttributeError", "'" + Py.typeName(document) + "' object has no attribute 'get'");
            }
            var statements = new ArrayList<Statement>();
            for (Object each : several(policy.find("Statement").orElseGet(() -> Py.list(List.of())))) {
                statements.add(new Statement(each, interpreter));
            }
            return new ResourcePolicy(document, statements);
        });
    }

    static Object statementType(Interpreter interpreter) {
        return new Py.BuiltinType(
                "Statement",
                (values, named) -> new Statement(new Arguments("Statement", values, named).get(0), interpreter));
    }

    @Override
    public String typeName() {
        return "Policy";
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "policy" -> Optional.of(document);
            case "statements" -> Optional.of(Py.list(new ArrayList<>(statements)));
            case "is_internet_accessible" ->
                Members.method(name, a -> statements.stream().anyMatch(Statement::isOpen));
            default -> Optional.empty();
        };
    }

    private static List<Object> several(Object value) {
        return value instanceof Py.ListObject || value instanceof Py.Tuple ? Py.sequence(value) : List.of(value);
    }

    /**
     * Whether a principal's or a source's name stands for anyone. An ARN does where its account is empty or a star, unless
     * it is a bucket's, which has none; an account number and a service do not; of what is none of these, a star decides.
     */
    private static boolean isOpenArn(String name) {
        if (name.equals("*")) {
            return true;
        }
        String[] parts = name.split(":", 6);
        boolean isArn = parts.length == 6 && parts[0].equals("arn") && !parts[5].isEmpty();
        String account = isArn ? parts[4] : "";
        boolean isKnownAccount = account.isEmpty()
                || account.equals("*")
                || account.equals("aws")
                || account.equals("cloudfront")
                || isAccount(account);
        if (isArn && isKnownAccount) {
            return !parts[2].equals("s3") && (account.isEmpty() || account.equals("*"));
        }
        return !isAccount(name) && !isService(name) && name.indexOf('*') >= 0;
    }

    private static boolean isAccount(String text) {
        return text.length() % 12 == 0 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isService(String name) {
        for (String domain : List.of(".amazonaws.com", ".amazon.com", ".aws.internal")) {
            if (name.endsWith(domain)) {
                String[] labels =
                        name.substring(0, name.length() - domain.length()).split("\\.", -1);
                return labels.length <= (domain.startsWith(".aws") ? 1 : 2) && !labels[0].isEmpty();
            }
        }
        return false;
    }
}
