"""Who there is: people and bots, and how Telegram shows them (its `User`)."""

from dataclasses import dataclass, field

from sandbox.jsonio import JSON
from sandbox.world.updates import UpdateQueue

# Telegram's own stand-ins for senders without an identity of their own.
ANONYMOUS_ADMIN: JSON = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM: JSON = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


@dataclass(slots=True)
class Person:
    """A human account; `label` is the page's caption and unknown to bots."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    label: str = ""

    def user(self) -> JSON:
        """Return Telegram's `User`."""
        shown: JSON = {"id": self.id, "is_bot": False, **self.names()}
        if self.language_code:
            shown["language_code"] = self.language_code
        return shown

    def names(self) -> JSON:
        """Return the name fields that `User` and a private `Chat` share."""
        shown = {"first_name": self.first_name}
        if self.last_name:
            shown["last_name"] = self.last_name
        if self.username:
            shown["username"] = self.username
        return shown

    def view(self, *, blocked: bool) -> JSON:
        """Return the control API's `Person`."""
        return {"id": self.id, **self.names(), "label": self.label, "blocked": blocked}


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates pushed to, and how that went."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(slots=True)
class Bot:
    """A bot account: its profile, its settings with @BotFather, its waiting updates."""

    id: int
    token: str
    name: str
    username: str
    queue: UpdateQueue
    privacy: bool = True
    webhook: Webhook | None = None
    commands: dict[str, list[JSON]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def user(self) -> JSON:
        """Return Telegram's `User`, as others see it."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def me(self) -> JSON:
        """Return what getMe answers: `User` with the settings that only the bot itself sees."""
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "supports_guest_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }

    def view(self) -> JSON:
        """Return the control API's picture of the bot."""
        return {**self.user(), "privacy": self.privacy, "texts": self.texts}
