"""What every webhook refuses: bytes that nobody we know has signed."""

from zahra.web.http.problems import BadRequest


class ForgedWebhook(BadRequest):
    """The signature of a webhook fits no secret of ours."""

    code = "invalid_signature"
    message = "The signature does not fit this body."
