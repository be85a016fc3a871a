package io.telltale.detection.language.yaral;

import io.telltale.detection.ir.Expression;
import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Matching;
import io.telltale.detection.ir.TestKind;
import io.telltale.detection.ir.Values;
import io.telltale.detection.schema.FieldSchema;
import io.telltale.detection.schema.SchemaField;
import io.telltale.detection.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the CloudTrail field behind a field of the Unified Data Model, by the table {@code schema/udm.tsv}. Labels and
 * additional fields whose key is a path of the record ({@code requestParameters.x}) are that path.
 */
final class UdmFields {
    private static final FieldSchema SCHEMA = FieldSchema.load("udm");
    private static final Matching TEXT =
            new Matching(true, Matching.Absent.FALSE, Matching.Types.TEXT, Matching.Lists.ANY);
    private static final List<String> RECORD_PARTS =
            List.of("requestParameters.", "responseElements.", "additionalEventData.", "userIdentity.");

    /** Event types of single events; what is not here goes by the verb. */
    private static final List<Map.Entry<String, List<String>>> TYPES_BY_NAME = List.of(
            Map.entry("USER_LOGIN", List.of("ConsoleLogin")),
            Map.entry("USER_CREATION", List.of("CreateUser")),
            Map.entry("USER_DELETION", List.of("DeleteUser")),
            Map.entry("GROUP_CREATION", List.of("CreateGroup")),
            Map.entry("GROUP_DELETION", List.of("DeleteGroup")),
            Map.entry("USER_CHANGE_PASSWORD", List.of("ChangePassword")),
            Map.entry("STATUS_UPDATE", List.of("CompleteLifecycleAction")));

    private static final List<Map.Entry<String, List<String>>> TYPES_BY_VERB = List.of(
            Map.entry("RESOURCE_CREATION", List.of("Create")),
            Map.entry("RESOURCE_DELETION", List.of("Delete", "Deregister")),
            Map.entry("RESOURCE_READ", List.of("Get", "List", "Describe")),
            Map.entry("RESOURCE_PERMISSIONS_CHANGE", List.of("Attach", "Detach")),
            Map.entry("USER_RESOURCE_UPDATE_CONTENT", List.of("Update", "Modify", "Put")));

    private static final Pattern LABEL_PART =
            Pattern.compile("(?:labels|detection_fields|additional\\.fields)\\.(?:key|value)\\b");

    private final Span span;

    /** @param span where the rule names the field */
    UdmFields(Span span) {
        this.span = span;
    }

    /** A field's name as the table writes it; a leading {@code udm} is left out. */
    static String name(List<Syntax.Step> steps) {
        var name = new StringBuilder();
        for (Syntax.Step step : steps) {
            if (step instanceof Syntax.Step.Name part) {
                name.append(name.length() == 0 ? "" : ".").append(part.name());
            } else if (step instanceof Syntax.Step.Key key) {
                name.append("[\"").append(key.key()).append("\"]");
            }
        }
        return name.toString().startsWith("udm.") ? name.substring(4) : name.toString();
    }

    /** Whether a path ends in the key or the value of whatever label there is. */
    static boolean isPartOfLabel(List<Syntax.Step> steps) {
        return LABEL_PART.matcher(name(steps)).find();
    }

    UdmField find(String name) {
        Optional<SchemaField> field = SCHEMA.field(name);
        if (field.isPresent()) {
            return of(field.get());
        }
        int key = name.indexOf("[\"");
        if (key > 0 && name.endsWith("\"]")) {
            String path = name.substring(key + 2, name.length() - 2);
            if (RECORD_PARTS.stream().anyMatch(path::startsWith) && path.matches("[A-Za-z0-9_.-]*[A-Za-z0-9_-]")) {
                return new UdmField.Read(field(path, true), false);
            }
        }
        return new UdmField.Unmapped(name, span);
    }

    private UdmField of(SchemaField field) {
        String form = field.form();
        Expression value = field(field.path().toString(), form.startsWith("flat"));
        if (form.startsWith("constant ")) {
            return new UdmField.Constant(form.substring("constant ".length()));
        }
        if (form.startsWith("prefix ")) {
            return new UdmField.Prefixed(form.substring("prefix ".length()), value);
        }
        int alternatives = form.indexOf("else ");
        if (alternatives >= 0) {
            boolean flat = form.startsWith("flat");
            var values = new ArrayList<Expression>();
            values.add(value);
            for (String path : form.substring(alternatives + "else ".length()).split(",", -1)) {
                values.add(field(path, flat));
            }
            return new UdmField.Read(call(ScalarFunctions.FIRST, values), false);
        }
        return switch (form) {
            case "repeated" -> new UdmField.Read(value, true);
            case "seconds" -> new UdmField.Whole(call(ScalarFunctions.SECONDS, List.of(value)));
            case "address" -> new UdmField.Read(call(ScalarFunctions.ADDRESS, List.of(value)), false);
            case "hostname" -> new UdmField.Read(call(ScalarFunctions.HOSTNAME, List.of(value)), false);
            case "action" -> action();
            case "event_type" -> eventType();
            case "login_summary" ->
                new UdmField.Cases(
                        List.of(
                                new UdmField.Case("Login to AWS Console succeeded.", isLogin("Success")),
                                new UdmField.Case("Login to AWS Console failed.", isLogin("Failure"))),
                        false);
            case "policy_name" ->
                new UdmField.Read(
                        call(
                                ScalarFunctions.FIRST,
                                List.of(
                                        value,
                                        call(
                                                Library.fullName("re.capture"),
                                                List.of(
                                                        field("requestParameters.policyArn", false),
                                                        text("([^/]+)$"))))),
                        false);
            case "root_or_user" -> new UdmField.Read(rootOrUser(), false);
            case "target_user_id" ->
                new UdmField.Read(
                        atLogin(
                                "userIdentity.arn",
                                "requestParameters.userName",
                                "responseElements.accessKey.userName"),
                        false);
            case "target_user_name" ->
                new UdmField.Read(
                        atLogin("userIdentity.userName", "requestParameters.userName", "requestParameters.userName"),
                        false);
            default -> new UdmField.Read(value, false);
        };
    }

    private UdmField action() {
        Expression error = field("errorCode", false);
        Expression noError = new Expression.Test(TestKind.IS_NULL, error, List.of(), TEXT, span);
        Expression refused = isLogin("Failure");
        return new UdmField.Cases(
                List.of(
                        new UdmField.Case(
                                "ALLOW", Expression.allOf(List.of(noError, new Expression.Not(refused, span)), span)),
                        new UdmField.Case(
                                "BLOCK", Expression.anyOf(List.of(new Expression.Not(noError, span), refused), span))),
                true);
    }

    private UdmField eventType() {
        Expression name = field("eventName", false);
        var cases = new ArrayList<UdmField.Case>();
        var named = new ArrayList<Expression>();
        TYPES_BY_NAME.forEach(type -> {
            type.getValue().forEach(event -> named.add(text(event)));
            cases.add(new UdmField.Case(
                    type.getKey(), test(TestKind.EQ, name, type.getValue().get(0))));
        });
        Expression other = new Expression.Not(new Expression.Test(TestKind.IN, name, named, TEXT, span), span);
        TYPES_BY_VERB.forEach(type -> {
            List<Expression> verbs = type.getValue().stream()
                    .map(verb -> test(TestKind.STARTS_WITH, name, verb))
                    .toList();
            cases.add(new UdmField.Case(
                    type.getKey(), Expression.allOf(List.of(Expression.anyOf(verbs, span), other), span)));
        });
        return new UdmField.Cases(cases, true);
    }

    private Expression isLogin(String result) {
        return test(TestKind.EQ, field("responseElements.ConsoleLogin", false), result);
    }

    private Expression rootOrUser() {
        return new Expression.Conditional(
                test(TestKind.EQ, field("userIdentity.type", false), "Root"),
                text("AWS Root User"),
                call(
                        ScalarFunctions.FIRST,
                        List.of(
                                field("userIdentity.userName", false),
                                field("userIdentity.sessionContext.sessionIssuer.userName", false))),
                span);
    }

    private Expression atLogin(String login, String first, String second) {
        return new Expression.Conditional(
                test(TestKind.EQ, field("eventName", false), "ConsoleLogin"),
                field(login, false),
                call(ScalarFunctions.FIRST, List.of(field(first, false), field(second, false))),
                span);
    }

    private Expression test(TestKind kind, Expression operand, String wanted) {
        return new Expression.Test(kind, operand, List.of(text(wanted)), TEXT, span);
    }

    private Expression text(String text) {
        return new Expression.Literal(Values.of(text), span);
    }

    private Expression call(String function, List<Expression> arguments) {
        return new Expression.Call(function, arguments, span);
    }

    private Expression field(String path, boolean throughLists) {
        FieldPath parsed = FieldPath.parse(path);
        return new Expression.Field(throughLists ? parsed.flattening() : parsed, span);
    }
}
