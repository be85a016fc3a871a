package io.telltale.detection.schema.ecs;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user who calls, by name, id and address, and the users whom an event is related to. */
final class EcsUsers {
    private static final Set<String> SESSIONS = Set.of("AssumedRole", "FederatedUser");
    private static final Pattern SESSION_ARN = Pattern.compile("arn:(?:aws|aws-us-gov):sts:.*/(.+)");

    private EcsUsers() {}

    static Value name(List<Value> a) {
        if (SESSIONS.contains(a.get(1).asText()) && !EcsText.isDropped(a.get(2))) {
            return a.get(2);
        }
        if (!EcsText.isDropped(a.get(0))) {
            return a.get(0);
        }
        return a.get(3).asText().equals("UserAuthentication") && !EcsText.isDropped(a.get(4)) ? a.get(4) : Values.NULL;
    }

    /** A session's name that is an address, else a user's. */
    static Value email(List<Value> a) {
        Value session = session(a.get(1), a.get(5));
        Value name = isEmail(session) ? session : name(a);
        return isEmail(name) ? name : Values.NULL;
    }

    private static boolean isEmail(Value name) {
        return name.asText().indexOf('@') > 0;
    }

    /** The name of a session, which ends its ARN. */
    private static Value session(Value type, Value arn) {
        Matcher matcher = SESSION_ARN.matcher(arn.asText());
        return SESSIONS.contains(type.asText()) && matcher.matches() ? Values.of(matcher.group(1)) : Values.NULL;
    }

    static Value id(List<Value> a) {
        if (!EcsText.isDropped(a.get(0))) {
            return a.get(0);
        }
        return a.get(1).asText().equals("IdentityCenterUser") && !EcsText.isDropped(a.get(2)) ? a.get(2) : Values.NULL;
    }

    static Value related(Value.ObjectOf event) {
        Value identity = event.get("userIdentity");
        Value.ObjectOf user =
                identity instanceof Value.ObjectOf object ? object : Values.objectOf(new LinkedHashMap<>());
        Value issuer = EcsFunctions.member(user, "sessionContext.sessionIssuer.userName");
        Value name = name(List.of(
                user.get("userName"),
                user.get("type"),
                issuer,
                event.get("eventName"),
                EcsFunctions.member(event, "additionalEventData.UserName")));
        Value id =
                id(List.of(user.get("principalId"), user.get("type"), EcsFunctions.member(user, "onBehalfOf.userId")));
        Value session = session(user.get("type"), user.get("arn"));
        int at = session.asText().indexOf('@');
        Value local = at > 0 ? Values.of(session.asText().substring(0, at)) : Values.NULL;
        return EcsEntities.relatedUsers(event, id, name, session, local);
    }
}
