"""The sample neighbourhood, played against a real database: people say and do things, time passes, posts are read as they go out."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from civic.calendar import Calendar
from civic.cases import Case
from civic.events import EventKind
from civic.notes import File, FileKind, Note
from civic.people import Person
from civic.places import Place
from civic.roles import Grant, Role
from civic.understanding import (
    UNTOLD,
    Danger,
    Guess,
    Intent,
    Persistence,
    Second,
    Signature,
    Spot,
    Understanding,
)
from nlp.places import Ear
from nlp.taxonomy import load_taxonomy
from services import conversation, deadlines
from services.act import Act, Town
from services.delivery import Delivery
from services.incoming import Account, Incoming
from services.ports import Prompt, Subject, Timer
from storage.store import SqliteStore

T = TypeVar("T")
P = ParamSpec("P")

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 09:00 in the neighbourhood."""

GROUP = -1001
"""The group of 幸福小区."""

PLACES = """code,name,kind,parent,aliases,covers,phone
gm,光明街道,街道,,,,0000-0000001
xy,向阳社区,社区,gm,,,0000-0000002
xf,幸福小区,小区,xy,幸福家园,,
ak,安康小区,小区,xy,,,
xf-g1,幸福第一网格,网格,xy,,xf,
ak-g1,安康第一网格,网格,xy,,ak,
"""

LIGHT, LIFT, GAS = "楼道灯不亮了", "3号楼电梯又坏了,老人下不来", "楼道里闻到煤气味"
UNCLEAR = "门口有点乱"
VAGUE = "那边又坏了"
LAMPS, QUARREL = "路灯全灭了", "家里吵架"
SECOND = "，还有"
LONG = "三个月没人修"
CRISIS = "我不想活了"
NOD = "好的"
HURRY, INSIDE = "快点来修", "孩子还在里面"
OFFICIAL, COURT = "我要举报街道干部收钱", "法院判决我不服"
PERHAPS = "评优全凭关系"
"""Of an official perhaps, or of a body of owners: nobody can tell."""
HELLO, THANKS, HOW, HOW_FAR, NEVER_MIND, CHAT, ME_TOO, GOOD, BAD, SALE = (
    "你好",
    "谢谢",
    "怎么用",
    "我那个灯的事咋样了",
    "不用修了",
    "今天天气真好",
    "我家也是",
    "很满意",
    "根本没解决",
    "高价回收旧家电",
)

_REQUESTS: dict[str, tuple[str, ...]] = {
    LIGHT: ("C04", "L01", "E05", "G03", "S01"),
    "电梯又坏了": ("C03", "O03", "A03"),
    "煤气味": ("A02",),
    LAMPS: ("C04",),
    QUARREL: ("N02",),
    CRISIS: ("A10", "N02"),
    UNCLEAR: ("E05", "S01", "G03", "L01", "C04"),
    OFFICIAL: ("S01",),
    COURT: ("S05",),
    PERHAPS: ("S01", "B05"),
    VAGUE: ("B05",),
    "有件事": (),
}
_DANGERS = {"煤气味": "A02", "不想活": "A10"}
TOGETHER = f"下不来\n{INSIDE}"
"""Only both say that somebody is shut in."""
_INTENTS = {
    HELLO: Intent.GREETING,
    THANKS: Intent.THANKS,
    HOW: Intent.HELP,
    HOW_FAR: Intent.PROGRESS,
    "咋样": Intent.PROGRESS,
    NEVER_MIND: Intent.WITHDRAW,
    ME_TOO: Intent.ME_TOO,
    GOOD: Intent.SATISFIED,
    BAD: Intent.DISSATISFIED,
    SALE: Intent.ADVERT,
}


ALIKE = (LAMPS, GAS, QUARREL)
"""What is compared with what others say; of all else nothing is offered."""


def _signature(codes: tuple[str, ...], spot: Spot) -> Signature:
    return Signature(tuple((code, 1.0) for code in codes), tuple((f"{code}.1", 1.0) for code in codes), spot)


class TableClassifier:
    """Understands the few sentences of these tests, wherever they stand in a text."""

    def understand(self, text: str) -> Understanding:
        building = re.search(r"(\d+)号楼", text)
        room = re.search(r"(\d+)室", text)
        spot = Spot(building and building[1], room=room and room[1])
        persistence = Persistence(days=90, reported=3) if LONG in text else UNTOLD
        more = (text,) if text in {HURRY, INSIDE, VAGUE} else ()
        numbers = tuple(re.findall(r"\w+-\d{6}-\d{3}", text))
        for words, codes in _REQUESTS.items():
            if words in text:
                belief = 0.1 if words in {UNCLEAR, VAGUE, PERHAPS} else 1.0
                guesses = tuple(Guess(code, belief / (rank + 1), (words,)) for rank, code in enumerate(codes))
                if TOGETHER in text:
                    guesses = (Guess("A03", 1.0, (INSIDE,)),)
                danger = Danger("A03", (INSIDE,)) if TOGETHER in text else None
                danger = danger or next(
                    (Danger(code, (word,)) for word, code in _DANGERS.items() if word in text), None
                )
                before, _, after = text.partition(SECOND)
                second = Second("C04", after) if before and after else None
                understood = Understanding(
                    Intent.REQUEST,
                    guesses,
                    danger=danger,
                    spot=spot,
                    numbers=numbers,
                    second=second,
                    persistence=persistence,
                    more=more,
                )
                return replace(understood, signature=_signature(codes, spot)) if words in ALIKE else understood
        intent = next((intent for words, intent in _INTENTS.items() if words in text), Intent.OTHER)
        return Understanding(intent, spot=spot, numbers=numbers, more=more, nod=text == NOD)


@dataclass
class Neighbourhood:
    """The database, the clock, and everybody's chats."""

    store: SqliteStore
    path: Path
    now: datetime = START
    message_id: int = 0
    chats: dict[int, list[Delivery]] = field(default_factory=dict)
    town: Town = field(default_factory=lambda: Town(load_taxonomy(), Calendar(ZONE), "youshi_bot"))
    classifier: TableClassifier = field(default_factory=TableClassifier)
    listener: Ear = field(default_factory=Ear)

    async def act(self, use_case: Callable[[Act], T]) -> T:
        """Run a use case as a transaction at the present moment."""
        understand, listen = self.classifier.understand, self.listener.heard
        return await self.store.run(lambda tx: use_case(Act(tx, self.now, self.town, understand, listen)))

    def somebody(self, chat_id: int) -> "Somebody":
        return Somebody(self, chat_id)

    async def settle(self, chat_id: int, name: str, place: str | None = None, **roles: str) -> "Somebody":
        """Somebody who has agreed to the notice, lives at a place, and has roles (``GRID_WORKER="xf-g1"``)."""

        def move_in(act: Act) -> None:
            person = act.tx.people.add(chat_id, name)
            home = act.places.coded(place or "")
            act.tx.people.save(Person(person.id, chat_id, name, 1, self.now, home and home.id))
            for role, code in roles.items():
                act.tx.roles.add(Grant(person.id, Role[role], self.at(act, code).id, self.now))

        await self.act(move_in)
        return self.somebody(chat_id)

    @staticmethod
    def at(act: Act, code: str) -> Place:
        place = act.places.coded(code)
        assert place, code
        return place

    async def place(self, code: str) -> Place:
        return await self.act(lambda act: self.at(act, code))

    async def passes(self, **time: float) -> None:
        """Time passes, and whatever is due is done."""
        self.now += timedelta(**time)
        while any([await self.act(lambda act, each=each: deadlines.fire(act, each)) for each in await self.due()]):
            pass

    async def due(self) -> tuple[Timer, ...]:
        return await self.act(deadlines.due)

    async def deliver(self) -> None:
        """All posts whose moment has come arrive."""

        def send(act: Act) -> None:
            ready = act.tx.outbox.ready(0, 1000)
            ids = [each.id for each in ready if each.not_before is None or each.not_before <= self.now]
            for delivery in act.tx.outbox.claim(ids):
                self.message_id += 1
                act.tx.outbox.sent(delivery.id, delivery.message_id or self.message_id)
                self.chats.setdefault(delivery.chat_id, []).append(delivery)

        await self.act(send)

    async def reads(self, chat_id: int) -> list[Delivery]:
        """What has come to a chat since it was last read there."""
        await self.deliver()
        return self.chats.pop(chat_id, [])

    async def case(self, case_id: int = 1) -> Case:
        return await self.act(lambda act: act.tx.cases.get(case_id))

    async def notes(self, case_id: int = 1) -> tuple[Note, ...]:
        return await self.act(lambda act: act.tx.notes.of(case_id))

    async def journal(self, subject: Subject = Subject.CASE, subject_id: int = 1) -> list[EventKind]:
        events = await self.act(lambda act: act.tx.journal.of(subject, subject_id))
        return [event.kind for event in events]

    async def armed(self, subject: Subject = Subject.CASE, subject_id: int = 1) -> Timer | None:
        return await self.act(lambda act: act.tx.timers.armed(subject, subject_id))

    def rows(self) -> dict[str, int]:
        """How many rows each table has, as another program sees them."""
        with sqlite3.connect(self.path) as connection:
            found = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            names = [row[0] for row in found]
            counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
        connection.close()
        return counts

    def added(self, before: dict[str, int]) -> dict[str, int]:
        """How many rows there are more (or fewer) than before, of the tables where the number changed."""
        return {name: count - before[name] for name, count in self.rows().items() if count != before[name]}


@dataclass
class Somebody:
    """Somebody with a private chat."""

    home: Neighbourhood
    chat_id: int

    async def says(self, text: str = "", **content: object) -> int:
        """Send a message; gives back its id."""
        message = self.message(text, **content)
        await self.home.act(lambda act: conversation.receive(act, message))
        return message.message_id

    async def sends(self, name: str, text: str = "", kind: FileKind = FileKind.PHOTO, **content: object) -> int:
        return await self.says(text, file=File(kind, name), **content)

    async def edits(self, message_id: int, text: str) -> None:
        message = self.message(text, message_id=message_id)
        await self.home.act(lambda act: conversation.edit(act, message))

    def message(self, text: str = "", **content: object) -> Incoming:
        self.home.message_id += 1
        content = {"message_id": self.home.message_id, "received_at": self.home.now, **content}
        return Incoming(Account(self.chat_id, "新来的人"), text=text, **content)  # type: ignore[arg-type]

    async def does(self, use_case: Callable[Concatenate[Act, Person, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A use case in this person's name, such as a button leads to."""
        return await self.home.act(lambda act: use_case(act, self._me(act), *args, **kwargs))

    async def reads(self) -> list[Delivery]:
        return await self.home.reads(self.chat_id)

    async def hears(self) -> list[str]:
        """The templates of what has come since the last look."""
        return [post.template for post in await self.reads()]

    async def reads_one(self, template: str) -> Delivery:
        """The one post of this template among what has come; the others are read as well."""
        (post,) = [post for post in await self.reads() if post.template == template]
        return post

    async def me(self) -> Person:
        return await self.home.act(self._me)

    async def asked(self) -> Prompt | None:
        return await self.home.act(lambda act: act.tx.prompts.of(self._me(act).id))

    async def draft(self) -> tuple[Note, ...]:
        return await self.home.act(lambda act: act.tx.notes.draft(self._me(act).id))

    def _me(self, act: Act) -> Person:
        person = act.tx.people.by_chat(self.chat_id)
        assert person, self.chat_id
        return person
