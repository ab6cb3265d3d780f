"""How a bot gets its updates: getUpdates and webhooks."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from sandbox.api.calls import Call
from sandbox.errors import WEBHOOK_ACTIVE, bad_request, conflict
from sandbox.jsonio import JSON, Fragment
from sandbox.world.people import Webhook

LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(call: Call) -> Fragment:
    """Answer waiting updates, or wait for the first."""
    if call.bot.webhook:
        raise conflict(WEBHOOK_ACTIVE)
    _remember_allowed(call)
    params = call.params
    batch = await call.bot.queue.poll(
        params.integer("offset"), params.bounded("limit", 100, 1, 100), params.bounded("timeout", 0, 0, LONGEST_POLL)
    )
    return Fragment(b"[%s]" % b",".join(update.body for update in batch))


def set_webhook(call: Call) -> bool:
    """Push updates to an address from now on (an empty one: no longer)."""
    params = call.params
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(call)
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(call)
    _drop_pending(call)
    call.webhooks.set(call.bot, Webhook(url, secret, params.bounded("max_connections", 40, 1, 100)))
    return True


def delete_webhook(call: Call) -> bool:
    """Go back to getUpdates."""
    _drop_pending(call)
    if call.bot.webhook:
        call.webhooks.set(call.bot, None)
    return True


def get_webhook_info(call: Call) -> JSON:
    """Return `WebhookInfo`."""
    hook, queue = call.bot.webhook, call.bot.queue
    info: JSON = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": queue.pending(),
    }
    if hook:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.last_error_date:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if queue.allowed:
        info["allowed_updates"] = list(queue.allowed)
    return info


def close(_: Call) -> bool:
    """Answer `close` and `logOut`; the stand-in has nothing to close."""
    return True


def _remember_allowed(call: Call) -> None:
    """Keep the list for later calls too; an empty list asks for the usual kinds again."""
    allowed = call.params.array("allowed_updates")
    if allowed is not None:
        call.bot.queue.allowed = tuple(str(kind) for kind in allowed)


def _drop_pending(call: Call) -> None:
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.drop_all()


TABLE: dict[str, Callable[[Call], Awaitable[Any] | Any]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": close,
    "close": close,
}
