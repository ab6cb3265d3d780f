"""Routes: which handler takes an update. Only what decides that is run, none of the use cases."""

from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import BaseHandler

from handlers.buttons import Signer
from handlers.desk import Desk
from handlers.render.writer import Writer
from handlers.routes import COMMANDS, routes
from nlp.classifier import KeywordClassifier
from nlp.places import Ear
from nlp.taxonomy import load_taxonomy
from sandbox import ManualClock
from services.act import Town
from services.ports import Store
from tests.handlers.test_incoming import KINDS, USER
from tests.handlers.values import CALENDAR, NOW, SHANGHAI

BOT = Bot("1000000001:sandbox-token")
PRIVATE = {"id": 501, "type": "private"}
GROUP = {"id": -5, "type": "supergroup", "title": "议事群"}

TWINS = {
    "start": ("start",),
    "report": ("有事", "report"),
    "progress": ("进度", "progress"),
    "mine": ("我的", "mine"),
    "tasks": ("任务", "tasks"),
    "help": ("帮助", "help"),
    "privacy": ("隐私", "privacy"),
    "mydata": ("我的数据", "mydata"),
    "forget": ("注销", "forget"),
    "cancel": ("取消", "cancel"),
    "report_official": ("举报", "whistle"),
    "hold": ("保留", "hold"),
    "release": ("解除保留", "release"),
    "invite": ("邀请", "invite"),
    "tell_staff": ("人员", "staff"),
    "place_link": ("解纷码", "link"),
    "suggestions": ("词库", "lexicon"),
    "reload": ("重载词库", "reload"),
}
TAKEN = [(name, ours) for ours, names in TWINS.items() for name in names]


class Unused(Store):
    """A store that nobody asks."""

    async def run(self, use_case: Any, *, update_id: int | None = None) -> Any:
        raise AssertionError

    def finished(self, update_id: int) -> bool:
        raise AssertionError


@pytest.fixture(scope="module")
def handlers() -> list[BaseHandler[Any, Any, Any]]:
    taxonomy = load_taxonomy()
    town = Town(taxonomy, CALENDAR, "youshi_bot")
    desk = Desk(Unused(), ManualClock(NOW), KeywordClassifier(taxonomy), Ear(), town, Writer({}, SHANGHAI))  # type: ignore[arg-type]
    return routes(desk, Signer(b"k"))


def taken(handlers: list[BaseHandler[Any, Any, Any]], **update: Any) -> int | None:
    """Which handler takes it, by its place; ``None``: the bot keeps silent."""
    read = Update.de_json({"update_id": 1, **update}, BOT)
    return next((place for place, each in enumerate(handlers) if _fits(each.check_update(read))), None)


def _fits(answer: object) -> bool:
    """A filter answers with what it found, which may be nothing."""
    return answer is not None and answer is not False


def said(handlers: list[BaseHandler[Any, Any, Any]], kind: str = "message", **content: Any) -> int | None:
    message = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": USER, **content}
    return taken(handlers, **{kind: message})


@pytest.fixture
def places(handlers: list[BaseHandler[Any, Any, Any]]) -> dict[str, int]:
    """Where each command's handler stands, and the one of all other messages."""
    commands = list(TWINS)
    return {name: 1 + place for place, name in enumerate(commands)} | {"message": 1 + len(commands)}


@pytest.mark.parametrize(("name", "ours"), TAKEN)
@pytest.mark.parametrize("form", ["/{}", "/{} 好", "／{}", "/{}@youshi_bot", "/{}@youshi_bot 好", "/{}\n好", "/{}　好"])
def test_a_command_by_all_its_names(
    handlers: list[BaseHandler[Any, Any, Any]], places: dict[str, int], form: str, name: str, ours: str
) -> None:
    assert said(handlers, text=form.format(name)) == places[ours]
    assert said(handlers, text=form.format(name.upper())) == places[ours]


@pytest.mark.parametrize("text", ["有事", "/有事儿", "说 /有事", "//有事", "/ 有事", "/unknown", "/report-x", "/"])
def test_what_is_no_command_is_a_message(
    handlers: list[BaseHandler[Any, Any, Any]], places: dict[str, int], text: str
) -> None:
    assert said(handlers, text=text) == places["message"]


@pytest.mark.parametrize("content", [content for content, _ in KINDS.values()], ids=KINDS.keys())
def test_every_kind_of_message_is_taken_in_private_and_none_in_a_group(
    handlers: list[BaseHandler[Any, Any, Any]], places: dict[str, int], content: dict[str, Any]
) -> None:
    assert said(handlers, **content) == places["message"]
    assert said(handlers, **content, chat=GROUP) is None


def test_an_edited_message_goes_its_own_way(handlers: list[BaseHandler[Any, Any, Any]], places: dict[str, int]) -> None:
    assert said(handlers, "edited_message", text="灯坏了") == places["message"] + 1
    assert said(handlers, "edited_message", text="/有事 灯坏了") == places["message"] + 1
    assert said(handlers, "edited_message", text="灯坏了", chat=GROUP) is None


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("/绑定 幸福小区", True),
        ("／绑定 幸福小区", True),
        ("/bind@youshi_bot", True),
        ("/bind@Youshi_Bot 幸福小区", True),
        ("/bind@other_bot 幸福小区", False),
        ("/有事 灯坏了", False),
        ("/help", False),
        ("绑定", False),
    ],
)
def test_a_group_hears_of_one_command(handlers: list[BaseHandler[Any, Any, Any]], text: str, answered: bool) -> None:
    assert (said(handlers, text=text, chat=GROUP) is not None) is answered


def test_a_group_that_moves_is_followed_and_channels_are_left_alone(
    handlers: list[BaseHandler[Any, Any, Any]],
) -> None:
    assert said(handlers, chat=GROUP, migrate_to_chat_id=-100) is not None
    assert taken(handlers, channel_post={"message_id": 9, "date": 1, "chat": {**GROUP, "type": "channel"}}) is None


@pytest.mark.parametrize(
    "note",
    [{"pinned_message": {"message_id": 8, "date": 1, "chat": PRIVATE}}, {"write_access_allowed": {}}],
    ids=["pinned", "access"],
)
def test_what_the_messenger_itself_notes_is_no_message(
    handlers: list[BaseHandler[Any, Any, Any]], note: dict[str, Any]
) -> None:
    assert said(handlers, **note) is None


def test_the_menu_names_commands_that_there_are() -> None:
    assert set(COMMANDS) <= {name for name, _ in TAKEN}
