"""What people do between two crashes: they write, send pictures, tap the buttons they see, and vote in their group."""

import random
from contextlib import suppress
from datetime import datetime
from itertools import count

from civic.cases import CLIMBING
from civic.refusals import Refusal
from civic.roles import Role
from services import cases
from services.act import Act
from tests.proof.ground import Ground
from tests.proof.ledger import Books
from tests.proof.world import World

RESIDENTS = range(1, 61)
COUNCIL = RESIDENTS[:5]
WORKERS = range(61, 63)
SECRETARY = 63
OFFICIALS = {SECRETARY: (Role.SECRETARY, "xf"), 64: (Role.COMMUNITY_OFFICER, "xy"), 65: (Role.STREET_OFFICER, "gm")}
PEOPLE = 66

TAPS = frozenset({"ac", "cl", "de", "es", "re", "vd", "dn"})
"""What is tapped; the next words of a worker are the answer to what the bot asks then."""
BALLOT = "vt"
PICTURES = 0.3
"""How often a request comes with a picture."""
TALL = 6
"""How many come to the group to vote; the last is not on the roll."""


def settle(ground: Ground) -> None:
    """Everybody has agreed, lives somewhere, and has their roles."""
    for account in range(1, PEOPLE + 1):
        if account in OFFICIALS:
            ground.settle(account, f"用户{account}", None, OFFICIALS[account])
        elif account in WORKERS:
            ground.settle(account, f"用户{account}", None, (Role.GRID_WORKER, "xf-g1"))
        elif account in COUNCIL:
            ground.settle(account, f"用户{account}", "xf", (Role.COUNCIL_MEMBER, "xf"))
        else:
            ground.settle(account, f"用户{account}", "xf")


def withdraw(ground: Ground) -> None:
    """Residents take back what is left, so that the town does not fill with open cases."""
    for case_id, reporter in ground.rows("SELECT id, reporter_id FROM cases ORDER BY id DESC LIMIT -1 OFFSET 20"):

        def take_back(act: Act, case_id: int = case_id, reporter: int = reporter) -> None:
            if act.tx.cases.get(case_id).state in CLIMBING:
                cases.withdraw(act, act.tx.people.get(reporter), case_id)

        with suppress(Refusal):
            ground.perform(take_back)


class Crowd:
    """The people, with what they did written into the books."""

    def __init__(self, town: World, dice: random.Random, books: Books) -> None:
        self._town, self._dice, self._books = town, dice, books
        self._said = count(1)

    def live(self, now: datetime, *, gas: bool) -> None:
        """A moment of the town's life."""
        for _ in range(self._dice.randint(1, 3)):
            self._report("楼道里有煤气味" if gas else "3号楼楼道灯不亮了")
            gas = False
        for _ in range(self._dice.randint(0, 2)):
            self._tap(self._dice.choice([*WORKERS, *OFFICIALS, *RESIDENTS]))
        if self._dice.random() < 0.5:
            self._vote(self._dice.choice(RESIDENTS[:TALL]), now)

    def _report(self, words: str) -> None:
        number = next(self._said)
        token = f"x{number}x"
        self._books.tokens.append(token)
        who = RESIDENTS[number % len(RESIDENTS)]
        if self._dice.random() < PICTURES:
            picture = self._town.upload(f"{token}.jpg")
            self._books.pictures[picture] = token
            self._town.sends(who, picture, f"{words} {token}")
        else:
            self._town.says(who, f"{words} {token}")

    def _tap(self, person: int) -> None:
        buttons = self._buttons(person, TAPS)
        if not buttons:
            return
        for _ in range(self._dice.randint(1, 2)):  # an impatient finger taps twice
            self._town.presses(person, *(button := self._dice.choice(buttons)))
        if person not in RESIDENTS and button[1][1:3] in {"cl", "de", "es", "re"}:
            self._town.says(person, "已经处理")

    def _vote(self, person: int, now: datetime) -> None:
        """On the latest card of the group, and then perhaps otherwise."""
        buttons = self._buttons(self._town.group, {BALLOT})[-3:]
        for _ in range(self._dice.randint(1, 3) if buttons else 0):
            message_id, data = self._dice.choice(buttons)
            _, vote, choice, *_ = data.split(".")
            self._town.presses(person, message_id, data, self._town.group)
            self._books.votes.tapped(int(vote, 36), person, choice, now)

    def _buttons(self, chat: int, codes: frozenset[str] | set[str]) -> list[tuple[int, str]]:
        return [
            (message["message_id"], button["callback_data"])
            for message in self._town.messages(chat)
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["callback_data"][1:3] in codes
        ]
