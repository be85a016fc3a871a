"""What the built-in rules share about AWS events."""


def aws_cloudtrail_success(event):
    """Whether CloudTrail recorded the call without an error."""
    return not (event.get("errorCode") or event.get("errorMessage"))
