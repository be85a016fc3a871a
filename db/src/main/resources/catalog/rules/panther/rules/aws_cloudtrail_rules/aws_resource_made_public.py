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


def attribute(parameters, outer, inner):
    found = parameters.get(outer) or {}
    return found.get(inner) or {}


def rule(event):
    if not aws_cloudtrail_success(event):
        return False
    parameters = event.get("requestParameters", {})
    if not parameters:
        return False
    name = event.get("eventName", "")
    if name == "SetTopicAttributes" and parameters.get("attributeName", "") == "Policy":
        return lets_anyone_in(parameters.get("attributeValue", {}))
    # Where each call carries the policy that it sets.
    places = {
        "PutBucketPolicy": lambda p: p.get("bucketPolicy", {}),
        "SetRepositoryPolicy": lambda p: p.get("policyText", {}),
        "CreateElasticsearchDomain": lambda p: p.get("accessPolicies", {}),
        "UpdateElasticsearchDomainConfig": lambda p: p.get("accessPolicies", {}),
        "CreateKey": lambda p: p.get("policy", {}),
        "PutKeyPolicy": lambda p: p.get("policy", {}),
        "SetVaultAccessPolicy": lambda p: attribute(p, "policy", "policy"),
        "SetQueueAttributes": lambda p: attribute(p, "attributes", "Policy"),
        "CreateTopic": lambda p: attribute(p, "attributes", "Policy"),
        "PutResourcePolicy": lambda p: p.get("resourcePolicy", {}),
    }
    place = places.get(name)
    if not place:
        return False
    return lets_anyone_in(place(parameters))


def title(event):
    user = event.deep_get("userIdentity", "userName") or event.deep_get(
        "userIdentity", "sessionContext", "sessionIssuer", "userName", default="an unknown user"
    )
    return f"{event.get('eventSource', 'AWS')}: a resource was made public by {user}"
