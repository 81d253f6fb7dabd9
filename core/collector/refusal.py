"""What is answered to a request that is not taken: a status, a short reason, and never what was sent."""


class Refusal(Exception):
    """A request is not taken.

    Args:
        status: HTTP status code.
        reason: one sentence for whoever set the sender up; it repeats nothing of the request.
        headers: besides those of every answer.
    """

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def overloaded(reason: str) -> Refusal:
    """Nothing is wrong with the request: it may come again in a moment."""
    return Refusal(503, reason, retry_after="1")
