package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.FieldPath;
import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The entities that an event touches or acts on, gathered by service and event name: {@code related.*}, {@code entity.target.id}. */
final class EcsEntities {
    private static final List<Source> SOURCES = EcsTables.rows("ecs-entities.tsv").stream()
            .map(row -> new Source(
                    row.get(0),
                    row.get(1),
                    Set.of(row.get(2).split(",")),
                    Stream.of(row.get(3).split(" ")).map(FieldPath::parse).toList()))
            .toList();

    private static final Set<String> USERS =
            Set.of("user", "role", "assumed-role", "federated-user", "instance-profile", "mfa", "serialNumber");
    private static final Set<String> IDENTITIES = Set.of("AssumedRole", "IAMUser", "Root");
    private static final Set<String> ACTING = Set.of("user", "role", "assumed-role", "federated-user");
    private static final Set<String> SERVICES = Set.of(
            "stack",
            "stack-set",
            "trail",
            "configuration-recorder",
            "file-system",
            "mount-target",
            "rule",
            "detector",
            "key",
            "function",
            "log-group",
            "log-stream",
            "alarm",
            "db",
            "cluster",
            "global-cluster",
            "trust-anchor",
            "resolver-query-log-config",
            "secret",
            "parameter",
            "document",
            "session",
            "webacl",
            "rulegroup",
            "ipset",
            "topic",
            "model",
            "loadbalancer",
            "table",
            "group",
            "policy",
            "security-group",
            "network-interface",
            "vpc",
            "subnet",
            "network-acl",
            "dhcp-options");
    private static final List<String> SERVICE_PREFIXES =
            List.of("sg-", "sgr-", "eni-", "vpc-", "subnet-", "acl-", "rtb-", "igw-", "nat-", "vpce-", "tgw-", "pcx-");

    private EcsEntities() {}

    private record Source(String role, String service, Set<String> names, List<FieldPath> paths) {
        boolean applies(String wanted, String eventSource, String eventName) {
            boolean named = names.contains("*")
                    || names.contains(eventName)
                    // Lambda's event names carry the API's version behind them.
                    || (service.equals("lambda") && names.stream().anyMatch(eventName::startsWith));
            return role.equals(wanted)
                    && named
                    && (service.equals("*") || eventSource.equals(service + ".amazonaws.com"));
        }
    }

    static Value related(Value.ObjectOf event) {
        var all = new TreeSet<>(values("related", event));
        all.addAll(values("target", event));
        return list(all);
    }

    /**
     * The targets of one kind.
     *
     * @param kind {@code user}, {@code host} or {@code service}; {@code all}; {@code generic} for those of no kind
     */
    static Value targets(Value.ObjectOf event, String kind) {
        var found = new TreeSet<String>();
        for (String target : values("target", event)) {
            if (kind.equals("all") || kind(target).equals(kind)) {
                found.add(target);
            }
        }
        return list(found);
    }

    /** Who acts, where it is of the kind: the caller by its ARN, else the user on whose behalf it calls. */
    static Value actor(Value.ObjectOf event, String kind) {
        Value arn = EcsFunctions.member(event, "userIdentity.arn");
        Value actor = EcsText.isDropped(arn) ? EcsFunctions.member(event, "userIdentity.onBehalfOf.userId") : arn;
        boolean asked = !EcsText.isDropped(actor)
                && (kind.equals("all")
                        || kind.equals(actorKind(
                                actor.asText(),
                                EcsFunctions.member(event, "userIdentity.type").asText())));
        return asked ? actor : Values.NULL;
    }

    private static String actorKind(String actor, String type) {
        if (type.equals("AWSService") || isServiceLinked(actor)) {
            return "service";
        }
        if (IDENTITIES.contains(type) || (actor.startsWith("arn:") && ACTING.contains(resourceType(actor)))) {
            return "user";
        }
        boolean instance = actor.startsWith("arn:") ? resourceType(actor).equals("instance") : actor.startsWith("i-");
        return instance ? "host" : "generic";
    }

    static Value relatedUsers(Value.ObjectOf event, Value... names) {
        var all = new LinkedHashSet<String>();
        for (String path : List.of(
                "requestParameters.userName", "requestParameters.newUserName", "responseElements.user.userId")) {
            gather(event, FieldPath.parse(path).segments(), 0, all);
        }
        for (Value name : names) {
            if (!name.isAbsent()) {
                all.add(name.asText());
            }
        }
        return list(all);
    }

    private static Value list(Set<String> texts) {
        List<Value> values = texts.stream().map(Values::of).toList();
        return values.isEmpty() ? Values.NULL : values.size() == 1 ? values.get(0) : Values.listOf(values);
    }

    private static String kind(String target) {
        if (target.startsWith("arn:")) {
            String type = resourceType(target);
            boolean service = isServiceLinked(target)
                    || (!USERS.contains(type) && (SERVICES.contains(type) || target.split(":", -1)[2].equals("s3")));
            return type.isEmpty()
                    ? "generic"
                    : service
                            ? "service"
                            : USERS.contains(type) ? "user" : type.equals("instance") ? "host" : "generic";
        }
        if (target.length() == 20 && target.startsWith("AKIA")) {
            return "user";
        }
        return target.startsWith("i-")
                ? "host"
                : SERVICE_PREFIXES.stream().anyMatch(target::startsWith) ? "service" : "generic";
    }

    private static boolean isServiceLinked(String name) {
        return name.contains("/AWSServiceRoleFor") || name.contains("/aws-service-role/");
    }

    /** What an ARN's last part says before its slash; empty where the ARN has no such part. */
    private static String resourceType(String arn) {
        String[] parts = arn.split(":", -1);
        int slash = parts.length < 6 ? -1 : parts[5].indexOf('/');
        return parts.length < 6 ? "" : slash > 0 ? parts[5].substring(0, slash) : parts[5];
    }

    private static Set<String> values(String role, Value.ObjectOf event) {
        String source = event.get("eventSource").asText();
        String name = event.get("eventName").asText();
        var found = new LinkedHashSet<String>();
        for (Source entry : SOURCES) {
            if (entry.applies(role, source, name)) {
                for (FieldPath path : entry.paths()) {
                    gather(event, path.segments(), 0, found);
                }
            }
        }
        return found;
    }

    private static void gather(Value value, List<FieldPath.Segment> path, int at, Set<String> out) {
        if (value instanceof Value.ListOf list) {
            var elements = new ArrayList<>(list.elements());
            int next = at < path.size() && path.get(at) instanceof FieldPath.Segment.Each ? at + 1 : at;
            elements.forEach(element -> gather(element, path, next, out));
        } else if (at == path.size()) {
            if (!(value instanceof Value.ObjectOf) && !EcsText.isDropped(value)) {
                out.add(value.asText());
            }
        } else if (value instanceof Value.ObjectOf object && path.get(at) instanceof FieldPath.Segment.Key key) {
            gather(object.get(key.name()), path, at + 1, out);
        }
    }
}
