package io.telltale.detection.language.spl;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.FunctionEntry;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.ValueText;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields that the Splunk Add-on for AWS computes, with conditions on the event's name, from a CloudTrail record; and
 * those that Security Lake computes. A function takes the record's field that stands first, for analysis, and the record.
 */
final class AddonFields {
    private static final String NAME = "userIdentity.userName";
    private static final String ISSUER = "userIdentity.sessionContext.sessionIssuer.userName";
    private static final String SUCCESS = "success";
    private static final Map<String, String> CHANGE_BY_SOURCE = Map.ofEntries(
            Map.entry("iam", "AAA"),
            Map.entry("sts", "AAA"),
            Map.entry("ec2", "virtual computing"),
            Map.entry("sns", "messaging"),
            Map.entry("sqs", "messaging"),
            Map.entry("s3", "storage"),
            Map.entry("cloudformation", "cloud resources"),
            Map.entry("lambda", "cloud resources"),
            Map.entry("ecr", "cloud resources"),
            Map.entry("logs", "logging"),
            Map.entry("elasticloadbalancing", "network"),
            Map.entry("rds", "database"),
            Map.entry("dynamodb", "database"),
            Map.entry("secretsmanager", "AAA"),
            Map.entry("cognito-idp", "AAA"),
            Map.entry("guardduty", "security"),
            Map.entry("securityhub", "security"),
            Map.entry("macie2", "security"),
            Map.entry("network-firewall", "firewall"),
            Map.entry("fms", "firewall"),
            Map.entry("kinesis", "data"),
            Map.entry("firehose", "data"),
            Map.entry("glue", "data"),
            Map.entry("elasticfilesystem", "filesystem"));

    private AddonFields() {}

    static List<FunctionEntry> entries() {
        var out = new ArrayList<FunctionEntry>();
        field(out, "addon_userName", AddonUsers::sessionName);
        field(out, "addon_user", AddonUsers::user);
        field(out, "addon_user_name", r -> {
            Value target = AddonUsers.target(r);
            return target.isAbsent() ? first(r, NAME, ISSUER).orElse(AddonUsers.arnName(r)) : target;
        });
        field(out, "addon_src_user", AddonUsers::sourceUser);
        field(out, "addon_user_id", AddonUsers::userId);
        field(out, "addon_user_type", AddonUsers::userType);
        field(out, "addon_aws_account_id", r -> {
            String type = r.text("userIdentity.type");
            boolean service = type.equals("AWSAccount") || type.equals("AWSService");
            return r.at(service ? "recipientAccountId" : "userIdentity.accountId");
        });
        field(out, "addon_errorCode", r -> Values.of(errorCode(r)));
        derived(
                out,
                "addon_action",
                r -> AddonEvents.of(r.event())
                        .map(e -> errorCode(r).equals(SUCCESS) ? e.action() : e.failed())
                        .map(a -> a.equals("outcome") ? outcome(r) : a)
                        .map(Values::of)
                        .orElse(Values.NULL));
        derived(
                out,
                "addon_status",
                r -> AddonEvents.of(r.event()).map(e -> Values.of(outcome(r))).orElse(Values.NULL));
        derived(out, "addon_change_type", AddonFields::changeType);
        derived(
                out,
                "addon_object_category",
                r -> Values.of(AddonEvents.of(r.event())
                        .map(AddonEvents.Entry::objectCategory)
                        .orElse("unknown")));
        derived(out, "addon_object", r -> AddonObjects.of(r, false));
        derived(out, "addon_object_id", r -> AddonObjects.of(r, true));
        derived(out, "addon_dest", AddonObjects::destination);
        derived(out, "addon_direction", AddonFields::direction);
        derived(out, "addon_authentication_method", r -> switch (r.text("additionalEventData.MFAUsed")) {
            case "Yes" -> Values.of("MFA");
            case "No" -> Values.of("SFA");
            default -> Values.NULL;
        });
        derived(out, "ocsf_status", r -> Values.of(outcome(r).equals(SUCCESS) ? "Success" : "Failure"));
        derived(out, "ocsf_status_id", r -> Values.of(outcome(r).equals(SUCCESS) ? 1 : 2));
        derived(out, "ocsf_activity_id", r -> Values.of(activity(r.event())));
        derived(
                out,
                "ocsf_unmapped_key",
                r -> Parts.ofTexts(List.copyOf(unmapped(r).keySet())));
        derived(
                out,
                "ocsf_unmapped_value",
                r -> Parts.several(List.copyOf(unmapped(r).values())));
        out.add(FunctionEntry.transparent(
                "spl:json_text", (a, c) -> Values.of(a.get(0).isAbsent() ? "null" : ValueText.json(a.get(0)))));
        return out;
    }

    /** A CloudTrail record, read by paths. */
    record Reader(Value record) {
        Value at(String path) {
            return Json.walk(record, FieldPath.parse(path).segments());
        }

        String text(String path) {
            return at(path).asText();
        }

        String event() {
            return text("eventName");
        }
    }

    /** A field that is, with exceptions, the record's own: analysis takes it for that. */
    private static void field(List<FunctionEntry> out, String name, Function<Reader, Value> read) {
        out.add(FunctionEntry.transparent("spl:" + name, (a, c) -> read.apply(new Reader(a.get(1)))));
    }

    /** A field whose values are the add-on's and not the record's. */
    private static void derived(List<FunctionEntry> out, String name, Function<Reader, Value> read) {
        out.add(FunctionEntry.of("spl:" + name, (a, c) -> read.apply(new Reader(a.get(1)))));
    }

    static Optional<Value> first(Reader record, String... paths) {
        for (String path : paths) {
            Value value = record.at(path);
            if (!value.isAbsent()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** The part of a text behind its last mark; null of nothing. */
    static Value last(Value text, String mark) {
        String whole = text.asText();
        return text.isAbsent() ? Values.NULL : Values.of(whole.substring(whole.lastIndexOf(mark) + 1));
    }

    /** A failed sign-in has no error code, only an answer that says so. */
    private static String errorCode(Reader record) {
        Value code = record.at("errorCode");
        if (!code.isAbsent()) {
            return code.asText();
        }
        return record.text("responseElements.ConsoleLogin").equals("Failure") ? "failure" : SUCCESS;
    }

    private static String outcome(Reader record) {
        return errorCode(record).equals(SUCCESS) ? SUCCESS : "failure";
    }

    private static Value changeType(Reader r) {
        String byName =
                AddonEvents.of(r.event()).map(AddonEvents.Entry::changeType).orElse("");
        String source = r.text("eventSource");
        String service = source.contains(".") ? source.substring(0, source.indexOf('.')) : source;
        String type = byName.isEmpty() ? CHANGE_BY_SOURCE.getOrDefault(service, "") : byName;
        return type.isEmpty() ? Values.NULL : Values.of(type);
    }

    private static Value direction(Reader r) {
        String event = r.event();
        String egress = r.text("requestParameters.egress");
        boolean acl = event.contains("NetworkAcl");
        if ((acl && egress.equals("false")) || event.endsWith("SecurityGroupIngress")) {
            return Values.of("Inbound");
        }
        return (acl && egress.equals("true")) || event.endsWith("SecurityGroupEgress")
                ? Values.of("Outbound")
                : Values.NULL;
    }

    /** What has no attribute of its own, as pairs of a path and a value: below the parameters, the answer and the rest. */
    private static Map<String, Value> unmapped(Reader r) {
        var out = new java.util.LinkedHashMap<String, Value>();
        Leaves.of(r.record()).forEach((path, value) -> {
            boolean own = path.startsWith("requestParameters.")
                    || path.startsWith("responseElements.")
                    || path.startsWith("additionalEventData.")
                    || path.startsWith("tlsDetails.");
            if (own && Parts.of(value).size() == 1) {
                out.put(path, value);
            }
        });
        return out;
    }

    /** OCSF's activity of an API call, by its verb: 1 create, 2 read, 3 update, 4 delete, 99 other. */
    private static int activity(String event) {
        for (String verb : List.of("Create", "Run", "Add")) {
            if (event.startsWith(verb)) {
                return 1;
            }
        }
        for (String verb : List.of("Get", "List", "Describe", "Lookup", "BatchGet")) {
            if (event.startsWith(verb)) {
                return 2;
            }
        }
        for (String verb : List.of("Update", "Modify", "Put", "Set", "Attach", "Associate")) {
            if (event.startsWith(verb)) {
                return 3;
            }
        }
        for (String verb : List.of("Delete", "Remove", "Terminate")) {
            if (event.startsWith(verb)) {
                return 4;
            }
        }
        return 99;
    }
}
