"""Forgery: payloads of buttons, invitations and calls of the webhook that are not genuine, a million of them, and none accepted.

python -m tests.proof.forgery --count 1000000
python -m tests.proof.forgery --sabotage "any signature"    # must end with 1
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from civic.refusals import LinkInvalid
from civic.roles import Role
from handlers import buttons
from handlers.buttons import DAYS_VALID, Button, Code, Press, Signer, Stale, base36
from services import joining
from services.act import Act
from tests.proof.ground import START, Ground
from web.app import SECRET_HEADER, WEBHOOK_PATH, build_app

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.=\x00 é光\ud83d\U0001f4a1"
LATER = START + timedelta(days=DAYS_VALID + 1)

Forged = tuple[str, int, Any]
"""A payload, the chat in which it is pressed, and when."""


class Forger:
    """Knows any number of genuine payloads, and not the key."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.signer, self.other = Signer(KEY), Signer(OTHER_KEY)
        self.genuine = [self._sign(self.signer) for _ in range(500)]

    def _sign(self, signer: Signer) -> tuple[str, int]:
        chat = self.dice.choice((self.dice.randint(1, 2**40), -self.dice.randint(1, 2**40)))
        button = Button(
            "", self.dice.choice(list(Code)), self.dice.randint(0, 10**6), self.dice.choice(("", "c03", "4"))
        )
        return signer.sign(button, chat, START), chat

    def pick(self) -> tuple[str, int]:
        return self.dice.choice(self.genuine)

    def flipped(self) -> Forged:
        data, chat = self.pick()
        at = self.dice.randrange(len(data))
        letter = self.dice.choice([each for each in ALPHABET if each != data[at]])
        return data[:at] + letter + data[at + 1 :], chat, START

    def cut(self) -> Forged:
        data, chat = self.pick()
        return data[: self.dice.randrange(len(data))], chat, START

    def longer(self) -> Forged:
        data, chat = self.pick()
        more = "".join(self.dice.choices(ALPHABET, k=self.dice.randint(1, 9)))
        return self.dice.choice((data + more, more + data)), chat, START

    def replayed_elsewhere(self) -> Forged:
        """Forwarded: from one private chat into another, from a private one into a group, from a group into a private one."""
        data, chat = self.pick()
        elsewhere = self.dice.randint(1, 2**40)
        return data, elsewhere + (elsewhere == chat) if chat < 0 or self.dice.random() < 0.5 else -elsewhere, START

    def stale(self) -> Forged:
        data, chat = self.pick()
        return data, chat, LATER + timedelta(days=self.dice.randint(0, 4000))

    def of_another_bot(self) -> Forged:
        data, chat = self._sign(self.other)
        return data, chat, START

    def recombined(self) -> Forged:
        """The words of one button under the signature of another."""
        (data, chat), (other, _) = self.pick(), self.pick()
        body, _, signature = data.rpartition(".")
        _, _, another = other.rpartition(".")
        return f"{body}.{another if another != signature else signature.swapcase()}", chat, START

    def reworded(self) -> Forged:
        """Another code, subject, argument or day under the old signature, or the same number written in another way."""
        data, chat = self.pick()
        head, subject, arg, expires, signature = data.split(".")
        number = int(subject, 36)
        fields = self.dice.choice(
            [
                (f"1{self.dice.choice([code for code in Code if f'1{code}' != head])}", subject, arg, expires),
                (head, base36(number + self.dice.randint(1, 99)), arg, expires),
                (head, f"0{subject}", arg, expires),
                (head, f" {subject}", arg, expires),
                (head, subject, arg + "x", expires),
                (head, subject, arg, base36(int(expires, 36) + self.dice.randint(1, 999))),
                (head.removeprefix("1"), subject, arg, expires),
                (f"2{head[1:]}", subject, arg, expires),
                (f"1{head}", subject, arg, expires),
            ]
        )
        return ".".join((*fields, signature)), chat, START

    def retired(self) -> Forged:
        """Signed by us, with a code or in a form that is not in use."""
        chat = self.pick()[1]
        body = self.dice.choice(
            ("1zz.1..zzz", "1ac.1.zzz", "1ac.1...zzz", "1ac.!..zzz", "1ac.1..", "", "...", "1ac.-..zzz")
        )
        return f"{body}.{self.signer._signature(body, chat)}", chat, START

    def noise(self) -> Forged:
        return "".join(self.dice.choices(ALPHABET, k=self.dice.randint(0, 64))), self.pick()[1], START


KINDS: dict[str, Callable[[Forger], Forged]] = {
    "flipped": Forger.flipped,
    "cut": Forger.cut,
    "longer": Forger.longer,
    "replayed elsewhere": Forger.replayed_elsewhere,
    "stale": Forger.stale,
    "of another bot": Forger.of_another_bot,
    "recombined": Forger.recombined,
    "reworded": Forger.reworded,
    "retired": Forger.retired,
    "noise": Forger.noise,
}


def forge(count: int, seed: int = 20261122) -> Counter[str]:
    """Try so many forged payloads; which kinds were accepted, or broke the reader, and how often."""
    forger, wrong = Forger(seed), Counter[str]()
    kinds = list(KINDS.items())
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        data, chat, now = make(forger)
        try:
            press = forger.signer.read(data, chat, now)
        except Stale:
            continue
        except Exception as error:  # whatever a forger sends, the answer is the same
            wrong[f"{name}: {type(error).__name__}"] += 1
        else:
            assert isinstance(press, Press)
            wrong[f"{name}: accepted"] += 1
    return wrong


def genuine_ones_hold(count: int) -> bool:
    """Whether what is genuine is accepted: a reader that refuses everything proves nothing."""
    forger = Forger(1)
    return all(forger.signer.read(data, chat, START) for data, chat in forger.genuine[:count])


def invitations(folder: Path, count: int, seed: int = 20261122) -> int:
    """Guessed, changed, used and expired invitations; how many gave a role."""
    dice, ground = random.Random(seed), Ground(folder / "invitations.db")
    person = ground.settle(1, "居民甲", "xf")

    def invite(act: Act) -> str:
        return joining.invite(act, None, Role.ADMINISTRATOR, joining.find_place(act, "xf"))

    fresh, used, old = (ground.perform(invite) for _ in range(3))
    ground.perform(lambda act: joining.start(act, person, used))
    begun = len(ground.rows("SELECT 1 FROM roles"))
    ground.now += timedelta(hours=25)
    newer = ground.perform(invite)
    ground.now -= timedelta(hours=1)
    taken = 0
    for number in range(count):
        link = (fresh, newer)[number % 2]
        at = dice.randrange(2, len(link))
        letters = [
            each for each in ALPHABET if each != link[at] and each.isprintable()
        ]  # halves of pairs end at the inbox
        changed = link[:at] + dice.choice(letters) + link[at + 1 :]
        payload = dice.choice((changed, changed, link[:at], link + "A", link.swapcase(), used, old))
        try:
            ground.what_if(lambda act, payload=payload: joining.start(act, person, payload))
        except LinkInvalid:
            continue
        taken += 1
    assert len(ground.rows("SELECT 1 FROM roles")) == begun
    return taken


async def webhook_calls(count: int, seed: int = 20261122) -> int:
    """Calls with a secret that is not ours; how many were taken."""
    dice, secret, taken = random.Random(seed), "s" * 31 + "T", []

    async def receive(body: bytes) -> None:
        taken.append(body)

    app = build_app(receive, dict, bytes, secret)  # type: ignore[arg-type]
    for _ in range(count):
        at = dice.randrange(len(secret))
        flipped = secret[:at] + dice.choice("abcé") + secret[at + 1 :]
        guess = dice.choice((flipped, secret[:at], secret + "T", secret.swapcase(), "", "光" * 32))
        await app(_scope(guess), _body, _ignore)
    return len(taken)


def _scope(secret: str) -> dict[str, Any]:
    headers = [(SECRET_HEADER.lower().encode(), secret.encode())]
    return {"type": "http", "method": "POST", "path": WEBHOOK_PATH, "headers": headers, "query_string": b""}


async def _body() -> dict[str, Any]:
    return {"type": "http.request", "body": b"{}"}


async def _ignore(_message: Any) -> None:
    pass


def _any_signature() -> None:
    buttons.hmac.compare_digest = lambda _given, _ours: True  # type: ignore[assignment]


def _any_chat() -> None:
    kept = Signer._signature
    Signer._signature = lambda signer, body, _chat: kept(signer, body, 0)  # type: ignore[method-assign]


def _any_day() -> None:
    kept = Signer.read
    Signer.read = lambda signer, data, chat, _now: kept(signer, data, chat, START)  # type: ignore[method-assign]


SABOTAGE = {"any signature": _any_signature, "any chat": _any_chat, "any day": _any_day}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--sabotage", choices=SABOTAGE)
    given = parser.parse_args()
    if given.sabotage:
        SABOTAGE[given.sabotage]()
    begun = time.monotonic()
    assert genuine_ones_hold(500)
    wrong = forge(given.count)
    with tempfile.TemporaryDirectory() as folder:
        roles = invitations(Path(folder), given.count // 50)
    calls = asyncio.run(webhook_calls(given.count // 50))
    print(f"{given.count} payloads: {sum(wrong.values())} accepted {dict(wrong)}")
    print(
        f"{given.count // 50} invitations: {roles} accepted; {given.count // 50} calls of the webhook: {calls} accepted"
    )
    print(f"in {time.monotonic() - begun:.0f} s")
    return bool(wrong or roles or calls)


if __name__ == "__main__":
    sys.exit(main())
