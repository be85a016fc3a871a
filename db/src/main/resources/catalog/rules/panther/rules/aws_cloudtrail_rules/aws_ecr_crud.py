from fnmatch import fnmatch

REPOSITORY_CALLS = {
    "BatchCheckLayerAvailability",
    "BatchDeleteImage",
    "BatchGetImage",
    "CompleteLayerUpload",
    "CreateRepository",
    "DeleteRepository",
    "DeleteRepositoryPolicy",
    "GetAuthorizationToken",
    "GetDownloadUrlForLayer",
    "GetRepositoryPolicy",
    "InitiateLayerUpload",
    "PutImage",
    "SetRepositoryPolicy",
    "UploadLayerPart",
}

# Roles that are expected to work on repositories.
EXPECTED_ROLES = ["*DeployRole"]


def caller(event):
    return event.deep_get("userIdentity", "arn", default="unknown-arn")


def rule(event):
    if event.get("eventSource") != "ecr.amazonaws.com":
        return False
    if event.get("eventName") not in REPOSITORY_CALLS:
        return False
    for pattern in EXPECTED_ROLES:
        if fnmatch(event.deep_get("userIdentity", "arn", default="unknown-arn"), pattern):
            return False
    return True


def title(event):
    return f"{caller(event)} called {event.get('eventName')} on ECR in {event.get('awsRegion')}"


def dedup(event):
    return caller(event)
