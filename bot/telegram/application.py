"""python-telegram-bot's Application as this program uses it: our request, no Updater, no job queue, and failures that surface."""

from dataclasses import dataclass
from typing import Any, NoReturn

from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application, ApplicationBuilder

from bot.telegram.api import Api
from bot.telegram.polling import TokenRefusedError
from bot.telegram.request import AiohttpRequest

TELEGRAM = "https://api.telegram.org"

App = Application[Any, Any, Any, Any, Any, Any]


class _Surfacing(App):
    """``process_update`` raises what a handler raised. The library would log the whole update and go on."""

    __slots__ = ()

    async def process_error(self, update: object, error: Exception, *_: object, **__: object) -> NoReturn:  # noqa: ARG002
        raise error


@dataclass(frozen=True, slots=True)
class Line:
    """The program's line to Telegram: the library's application for the handlers, bare calls for the intake and the courier."""

    application: App
    api: Api


def build_application(token: str, address: str = TELEGRAM, *, proxy: str | None = None) -> Line:
    """Build, without a connection yet. ``address`` is the Bot API's root, ``proxy`` the way out of a network that needs one."""
    request = AiohttpRequest(proxy=proxy)
    application = (
        ApplicationBuilder()
        .application_class(_Surfacing)
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .request(request)
        .get_updates_request(AiohttpRequest(connections=1, proxy=proxy))
        .updater(None)
        .job_queue(None)
        .build()
    )
    return Line(application, Api(request, application.bot.base_url))


async def initialize(line: Line) -> None:
    """Connect, and ask who we are. Raises ``TokenRefusedError``, or ``NetworkError`` where Telegram cannot be reached."""
    try:
        await line.application.initialize()
    except InvalidToken:
        refused = await line.api.refuses_token()
    except BaseException:
        await line.application.bot.shutdown()
        raise
    else:
        return
    # The library's own exception quotes the token: ours has nothing to do with it.
    await line.application.bot.shutdown()
    if refused:
        raise TokenRefusedError
    raise NetworkError("a stray answer to getMe")
