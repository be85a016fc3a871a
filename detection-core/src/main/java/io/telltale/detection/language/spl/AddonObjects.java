package io.telltale.detection.language.spl;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.language.spl.AddonFields.Reader;

/** The object and the destination of a call, as the Splunk Add-on for AWS reads them off the record by the event's name. */
final class AddonObjects {
    private AddonObjects() {}

    /** {@code object}, or {@code object_id}, which differ for what has a name and an id. */
    static Value of(Reader r, boolean id) {
        String event = r.event();
        Value named = switch (event) {
            case "CreateUser" -> r.at(id ? "responseElements.user.userId" : "responseElements.user.userName");
            case "DeleteUser", "DeleteLoginProfile" -> r.at("requestParameters.userName");
            case "UpdateUser" -> r.at("requestParameters.newUserName");
            case "CreateLoginProfile" -> r.at("responseElements.loginProfile.userName");
            case "CreateAccessKey" ->
                r.at(id ? "responseElements.accessKey.accessKeyId" : "responseElements.accessKey.userName");
            case "CreateVirtualMFADevice" ->
                AddonFields.last(r.at("responseElements.virtualMFADevice.serialNumber"), "/");
            case "RunInstances" -> first(r, "responseElements.instancesSet.items[].instanceId", "eventSource");
            case "StartInstances", "StopInstances", "TerminateInstances", "RebootInstances" ->
                first(r, "requestParameters.instancesSet.items[].instanceId", "eventSource");
            case "CreateVolume" -> r.at("responseElements.volumeId");
            case "DeleteVolume", "AttachVolume", "DetachVolume" -> r.at("requestParameters.volumeId");
            case "CreateSnapshot" -> r.at("responseElements.snapshotId");
            case "CreateVpc" -> r.at("responseElements.vpc.vpcId");
            case "PutObject" -> r.at("requestParameters.bucketName");
            case "AttachRolePolicy" -> r.at("requestParameters.roleName");
            case "CreatePolicy" ->
                first(
                        r,
                        id ? "responseElements.policy.policyId" : "responseElements.policy.policyName",
                        "requestParameters.policyName");
            case "AssumeRole" -> id ? Values.NULL : r.at("userIdentity.sessionContext.sessionIssuer.userName");
            case "BatchGetImage" -> r.at("requestParameters.imageIds[].imageTag");
            case "GetSecretValue", "DescribeSecret" -> r.at("requestParameters.secretId");
            case "CreateQueue" -> r.at("requestParameters.queueName");
            case "CreateTable" -> r.at("requestParameters.tableName");
            case "CreateFunction20150331" -> r.at("requestParameters.functionName");
            case "CreateLogGroup" -> r.at("requestParameters.logGroupName");
            case "CreateLogStream" -> r.at("requestParameters.logStreamName");
            case "CreateNetworkInterface" -> r.at("responseElements.networkInterface.networkInterfaceId");
            case "DeleteNetworkInterface" -> r.at("requestParameters.networkInterfaceId");
            default -> Values.MISSING;
        };
        if (!named.isAbsent()) {
            return named;
        }
        if (event.contains("SecurityGroup")) {
            return first(r, "responseElements.groupId", "requestParameters.groupId");
        }
        if (event.contains("NetworkAcl")) {
            return first(r, "requestParameters.networkAclId", "responseElements.networkAcl.networkAclId");
        }
        return event.contains("Bucket") ? r.at("requestParameters.bucketName") : Values.NULL;
    }

    static Value destination(Reader r) {
        String event = r.event();
        return switch (event) {
            case "RunInstances" -> first(r, "responseElements.instancesSet.items[].instanceId", "eventSource");
            case "StartInstances", "StopInstances", "TerminateInstances", "RebootInstances" ->
                first(r, "requestParameters.instancesSet.items[].instanceId", "eventSource");
            case "DeleteLoginProfile" -> r.at("requestParameters.userName");
            case "ConsoleLogin", "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "CheckMfa" ->
                first(r, "additionalEventData.LoginTo", "eventSource");
            default -> {
                boolean bucket = event.endsWith("Bucket") || event.startsWith("Put");
                yield bucket
                        ? first(r, "requestParameters.host[]", "requestParameters.Host", "eventSource")
                        : event.endsWith("Volume")
                                ? first(r, "requestParameters.instanceId", "eventSource")
                                : r.at("eventSource");
            }
        };
    }

    private static Value first(Reader r, String... paths) {
        return AddonFields.first(r, paths).orElse(Values.NULL);
    }
}
