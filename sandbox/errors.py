"""What the stand-in answers when it refuses: Telegram's own words, and the control API's.

ApiError      a bot's call fails; becomes {"ok": false, "error_code", "description", "parameters"}
ControlError  a test or the page asked for something impossible; becomes 400 {"error"}
"""


class ApiError(Exception):
    """A Bot API failure with Telegram's code, description and response parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlError(ValueError):
    """The control API was asked for something that the world does not allow."""


def bad_request(words: str, **parameters: int) -> ApiError:
    """Return a 400."""
    return ApiError(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    """Return a 409."""
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def unauthorized() -> ApiError:
    """Return the 401 for a token that no bot has."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """Return the 404 for a method that does not exist."""
    return ApiError(404, "Not Found")


OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
UPGRADED = "group chat was upgraded to a supergroup chat"
