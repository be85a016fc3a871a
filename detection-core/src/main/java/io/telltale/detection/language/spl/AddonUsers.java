package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.AddonFields.Reader;
import java.util.Optional;
import java.util.Set;

/** The users of a CloudTrail record as the Splunk Add-on for AWS names them: who acts, who is acted on. */
final class AddonUsers {
    private static final String NAME = "userIdentity.userName";
    private static final String ISSUER = "userIdentity.sessionContext.sessionIssuer.userName";
    private static final Set<String> ASSUMING = Set.of("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity");

    private AddonUsers() {}

    static Value sessionName(Reader r) {
        return AddonFields.first(r, NAME, "requestParameters.sourceIdentity", ISSUER)
                .orElseGet(() -> arnName(r));
    }

    static Value arnName(Reader r) {
        Value arn = AddonFields.first(r, "userIdentity.arn", "requestParameters.roleArn")
                .orElse(Values.NULL);
        return AddonFields.last(AddonFields.last(arn, ":"), "/");
    }

    /** The user that a call is about, where it is about one. */
    static Value target(Reader r) {
        return switch (r.event()) {
            case "CreateUser" -> r.at("responseElements.user.userName");
            case "CreateLoginProfile" -> r.at("responseElements.loginProfile.userName");
            case "CreateAccessKey" -> r.at("responseElements.accessKey.userName");
            case "DeleteUser", "DeleteLoginProfile" -> r.at("requestParameters.userName");
            case "UpdateUser" -> r.at("requestParameters.newUserName");
            default -> Values.NULL;
        };
    }

    static Value user(Reader r) {
        return switch (r.event()) {
            case "CreateUser",
                    "CreateLoginProfile",
                    "CreateAccessKey",
                    "DeleteUser",
                    "DeleteLoginProfile",
                    "UpdateUser" -> target(r);
            case "AttachRolePolicy", "CreatePolicy", "CreateServiceLinkedRole", "GetSecretValue" ->
                session(r).or(() -> AddonFields.first(r, ISSUER, NAME)).orElse(Values.NULL);
            case "CreateNetworkInterface", "DeleteNetworkInterface" -> r.at(ISSUER);
            case "BatchGetImage", "CreateSnapshot", "CreateVpc", "CreateLogGroup", "CreateLogStream" ->
                AddonFields.first(r, ISSUER, NAME).orElse(Values.NULL);
            case "DescribeRepositories" -> arnName(r);
            default -> actor(r);
        };
    }

    /** The session's name, behind the role's id. */
    private static Optional<Value> session(Reader r) {
        Value principal = r.at("userIdentity.principalId");
        return principal.asText().contains(":") ? Optional.of(AddonFields.last(principal, ":")) : Optional.empty();
    }

    private static Value actor(Reader r) {
        String event = r.event();
        boolean assumed = r.text("userIdentity.type").equals("AssumedRole");
        if (event.equals("AssumeRole") && assumed) {
            Value role = AddonFields.last(r.at("requestParameters.roleArn"), "/");
            return role.isAbsent() ? r.at(ISSUER) : role;
        }
        if (ASSUMING.contains(event)) {
            return AddonFields.last(r.at("responseElements.assumedRoleUser.arn"), "/");
        }
        if (event.equals("ConsoleLogin")
                && assumed
                && !r.at("additionalEventData.LoginTo").isAbsent()) {
            return session(r).orElseGet(() -> r.at(NAME));
        }
        boolean shared = r.text("eventType").equals("AwsConsoleSignIn")
                || event.equals("ListAliases")
                || event.equals("ListRoles")
                || actsOnResource(event);
        return shared ? AddonFields.first(r, NAME, ISSUER).orElse(Values.NULL) : r.at(NAME);
    }

    private static boolean actsOnResource(String event) {
        return event.endsWith("Instances")
                || event.endsWith("Volume")
                || event.startsWith("Put")
                || event.endsWith("Bucket");
    }

    static Value sourceUser(Reader r) {
        String event = r.event();
        if (event.startsWith("AssumeRole")) {
            return AddonFields.first(r, NAME, "requestParameters.sourceIdentity", ISSUER)
                    .orElse(Values.NULL);
        }
        if (event.equals("ConsoleLogin")) {
            return Values.NULL;
        }
        return actsOnResource(event) ? AddonFields.first(r, NAME, ISSUER).orElse(Values.NULL) : r.at(NAME);
    }

    static Value userId(Reader r) {
        String event = r.event();
        Value principal = r.at("userIdentity.principalId");
        if (event.equals("ConsoleLogin")) {
            return principal.isAbsent()
                    ? r.at("userIdentity.accountId")
                    : Values.of(principal.asText().split(":", 2)[0]);
        }
        return switch (event) {
            case "CreateUser" -> r.at("responseElements.user.userId");
            case "DeleteUser", "UpdateUser" -> r.at("requestParameters.userName");
            default -> {
                Value role = r.at("responseElements.assumedRoleUser.assumedRoleId");
                yield role.isAbsent() ? principal : Values.of(role.asText().split(":", 2)[0]);
            }
        };
    }

    static Value userType(Reader r) {
        String event = r.event();
        if (event.endsWith("User") || event.equals("CreateLoginProfile") || event.equals("CreateAccessKey")) {
            return Values.NULL;
        }
        boolean session = event.equals("ConsoleLogin")
                && r.text("userIdentity.type").equals("AssumedRole")
                && r.at("additionalEventData.LoginTo").isAbsent();
        return r.at(session ? "userIdentity.sessionContext.sessionIssuer.type" : "userIdentity.type");
    }
}
