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
    private static final Set<String> HOSTS = Set.of("instance", "volume", "snapshot", "image");
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
    private static final List<String> CLASSIFIED_PREFIXES = List.of(
            "i-", "vol-", "snap-", "ami-", "sg-", "sgr-", "eni-", "vpc-", "subnet-", "acl-", "rtb-", "igw-", "nat-",
            "vpce-", "tgw-", "pcx-");

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

    /** The targets that are neither users, nor hosts, nor services by their form. */
    static Value genericTargets(Value.ObjectOf event) {
        var generic = new TreeSet<String>();
        for (String target : values("target", event)) {
            if (!isClassified(target)) {
                generic.add(target);
            }
        }
        return list(generic);
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

    private static boolean isClassified(String target) {
        if (target.startsWith("arn:")) {
            String[] parts = target.split(":", -1);
            if (parts.length < 6) {
                return false;
            }
            int slash = parts[5].indexOf('/');
            String type = slash > 0 ? parts[5].substring(0, slash) : parts[5];
            return target.contains("/AWSServiceRoleFor")
                    || target.contains("/aws-service-role/")
                    || USERS.contains(type)
                    || HOSTS.contains(type)
                    || SERVICES.contains(type)
                    || parts[2].equals("s3");
        }
        return (target.length() == 20 && target.startsWith("AKIA"))
                || CLASSIFIED_PREFIXES.stream().anyMatch(target::startsWith);
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
