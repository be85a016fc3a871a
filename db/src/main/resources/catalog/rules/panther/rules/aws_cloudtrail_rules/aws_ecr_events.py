# The accounts that use ECR, and the regions that each of them uses it in.
EXPECTED_REGIONS = {
    "123456789012": {"us-west-1", "us-west-2"},
    "103456789012": {"us-east-1", "us-east-2"},
}


def rule(event):
    if event.get("eventSource") != "ecr.amazonaws.com":
        return False
    account = event.deep_get("userIdentity", "accountId")
    if account in EXPECTED_REGIONS:
        return event.get("awsRegion") not in EXPECTED_REGIONS[account]
    return True


def title(event):
    return f"ECR used by account {event.deep_get('userIdentity', 'accountId')} in {event.get('awsRegion')}"


def dedup(event):
    return event.get("recipientAccountId")
