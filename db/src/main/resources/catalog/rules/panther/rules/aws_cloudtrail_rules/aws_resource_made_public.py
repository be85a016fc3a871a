import json

from panther_aws_helpers import aws_cloudtrail_success
from policyuniverse.policy import Policy

ORGANISATION_KEYS = ("principalorgid", "sourceorgid", "principalorgpaths")


def is_kept_to_an_organisation(statement):
    """Whether a condition of the statement names an AWS organisation."""
    for entry in statement.condition_entries:
        if entry.category == "organization":
            return True
    for tests in statement.statement.get("Condition", {}).values():
        for key in tests.keys():
            if any(part in key.lower() for part in ORGANISATION_KEYS):
                return True
    return False


def lets_anyone_in(document):
    """Whether a resource policy, as text or as an object, allows access from the internet."""
    if not document:
        return False
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except json.JSONDecodeError:
            return False
    policy = Policy(document)
    if not policy.is_internet_accessible():
        return False
    for statement in policy.statements:
        public = statement.effect == "Allow" and "*" in statement.principals
        if public and not is_kept_to_an_organisation(statement):
            return True
    return False


def rule(event):
    if not aws_cloudtrail_success(event):
        return False
    name = event.get("eventName")
    if name == "PutBucketPolicy":
        return lets_anyone_in(event.deep_get("requestParameters", "bucketPolicy"))
    if name == "SetRepositoryPolicy":
        return lets_anyone_in(event.deep_get("requestParameters", "policyText"))
    if name in ("CreateElasticsearchDomain", "UpdateElasticsearchDomainConfig"):
        return lets_anyone_in(event.deep_get("requestParameters", "accessPolicies"))
    if name in ("CreateKey", "PutKeyPolicy"):
        return lets_anyone_in(event.deep_get("requestParameters", "policy"))
    if name == "SetVaultAccessPolicy":
        return lets_anyone_in(event.deep_get("requestParameters", "policy", "policy"))
    if name in ("SetQueueAttributes", "CreateTopic"):
        return lets_anyone_in(event.deep_get("requestParameters", "attributes", "Policy"))
    if name == "SetTopicAttributes":
        wanted = event.deep_get("requestParameters", "attributeName") == "Policy"
        return wanted and lets_anyone_in(event.deep_get("requestParameters", "attributeValue"))
    if name == "PutResourcePolicy":
        return lets_anyone_in(event.deep_get("requestParameters", "resourcePolicy"))
    return False


def title(event):
    user = event.deep_get("userIdentity", "userName") or event.deep_get(
        "userIdentity", "sessionContext", "sessionIssuer", "userName", default="an unknown user"
    )
    return f"{event.get('eventSource', 'AWS')}: a resource was made public by {user}"
