"""The books of the crash harness: what the sandbox saw, held against what the database says. Every entry is a thing that may not be."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from civic.cases import OPEN, State
from services.act import Act
from services.casework import step
from services.ports import Subject
from storage.chain import verify
from tests.proof.ground import BOT, Ground
from tests.proof.votes import Votes

LABEL = "补发，可能重复"
SENDING = ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "sendLocation", "sendVoice")
SENDS = frozenset(method.lower() for method in SENDING)
EDITS = frozenset({"editmessagetext", "editmessagecaption"})

TAKING = {"accepted", "assigned"}
"""Events that put a case into somebody's hands; it must be in nobody's before."""
HELD = TAKING | {"reopened"}
LET_GO = {"declined", "vacated", "escalated", "climbed", "joined"}


@dataclass
class Effect:
    """One call that took effect: a message that came, or one that changed."""

    seq: int
    edit: bool
    labelled: bool


@dataclass
class Books:
    """What was seen so far, and what is wrong with it."""

    tokens: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """The file of each picture, and the words that it was sent with."""
    votes: Votes = field(default_factory=Votes)
    effects: dict[int, list[Effect]] = field(default_factory=dict)
    last_of_card: dict[tuple[int, str], int] = field(default_factory=dict)
    handed_out: Counter[int] = field(default_factory=Counter)
    worked_on: set[int] = field(default_factory=set)
    """Updates that were done at an earlier look: at night those of 72 hours ago are purged."""
    rows: dict[int, tuple[str, str, str | None]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    over: set[int] = field(default_factory=set)
    seq: int = 0
    wrong: dict[str, None] = field(default_factory=dict)

    def read(self, log: list[dict[str, Any]]) -> None:
        """Take the sandbox's log since the last time."""
        for entry in log:
            self.seq = entry["seq"]
            answer = entry["answer"] or {}
            if entry["fault"]:
                self.faults[entry["fault"]] += 1
            if entry["method"] == "getupdates" and answer.get("ok"):
                self.handed_out.update(update["update_id"] for update in answer["result"])
            elif entry["method"] in SENDS | EDITS and "proof" in entry["args"]:
                self._effect(entry, entry["args"], answer)

    def _effect(self, entry: dict[str, Any], args: dict[str, Any], answer: dict[str, Any]) -> None:
        if not answer.get("ok") and "not modified" not in str(answer.get("description")):
            return
        number, _, _, slot = args["proof"]
        words = str(args.get("text") or args.get("caption") or "")
        self.effects.setdefault(number, []).append(Effect(entry["seq"], entry["method"] in EDITS, LABEL in words))
        if slot is not None:
            self.last_of_card[args["chat_id"], slot] = number

    def check(self, ground: Ground, *, whole: bool) -> None:
        """Hold it all against the database of a program that was left to finish what was due; ``whole`` is the last time."""
        due = "SELECT id, promise, state, slot FROM outbox WHERE coalesce(not_before, 0) <= ?"
        for number, *row in ground.rows(due, int(ground.now.timestamp() * 1000)):
            self.rows[number] = tuple(row)  # type: ignore[assignment]
        self._inbox(ground)
        self._messages(ground)
        self._pictures(ground)
        self.votes.check(ground, self.note)
        self._posts()
        self._cards(ground)
        self._cases(ground)
        if whole:
            verify(ground.raw)

    def note(self, rule: str, what: object) -> None:
        self.wrong[f"{rule}: {what}"] = None

    def _inbox(self, ground: Ground) -> None:
        kept = dict(ground.rows("SELECT update_id, state FROM inbox WHERE bot_id = ?", BOT))
        for update in self.handed_out.keys() - self.worked_on:
            if kept.get(update, "lost") != "done":
                self.note("lost update", f"{update} is {kept.get(update, 'lost')}")
        self.worked_on.update(update for update, state in kept.items() if state == "done")

    def _messages(self, ground: Ground) -> None:
        notes: Counter[str] = Counter()
        for (text,) in ground.rows("SELECT text FROM notes"):
            notes.update(word for word in str(text).split() if word.startswith("x"))
        filed = Counter(
            word for (text,) in ground.rows("SELECT text FROM cases") for word in text.split() if word.startswith("x")
        )
        for token in self.tokens:
            if notes[token] == 0:
                self.note("lost message", token)
            if notes[token] > 1 or filed[token] > 1:
                self.note("duplicate case", token)

    def _pictures(self, ground: Ground) -> None:
        kept: dict[str, list[str]] = {}
        for file_id, text in ground.rows("SELECT file_id, text FROM notes WHERE file_id IS NOT NULL"):
            kept.setdefault(file_id, []).append(str(text))
        for picture, token in self.pictures.items():
            where = kept.get(picture, [])
            if len(where) != 1 or token not in where[0].split():
                self.note("attachment", f"{token} is kept {len(where)} times: {where}")

    def _posts(self) -> None:
        for number, (promise, state, slot) in self.rows.items():
            effects = self.effects.get(number, [])
            arrived = [each for each in effects if not each.edit]
            if state not in {"sent", "unknown"} and not (state == "superseded" and slot):
                self.note("post left lying", f"{number} {promise} is {state}")
            if promise == "bulk":
                if len(arrived) > 1:
                    self.note("bulk duplicate", number)
                if state == "sent" and not arrived:
                    self.note("lost bulk push said to be sent", number)
                continue
            if state == "unknown" or (state == "sent" and not effects):
                self.note("lost push", f"{number} {promise} is {state}")
            if any(not each.labelled for each in arrived[1:]):
                self.note("unlabelled repeat", f"{number} {promise} {slot} {effects}")

    def _cards(self, ground: Ground) -> None:
        """What a card shows last is the newest that was to be shown, unless something newer still waits for its moment."""
        for *card, number, waiting in ground.rows(
            "SELECT chat_id, slot, max(id) FILTER (WHERE state = 'sent'), sum(state IN ('ready', 'sending'))"
            " FROM outbox WHERE slot IS NOT NULL GROUP BY chat_id, slot HAVING sum(state = 'sent')"
        ):
            shown = self.last_of_card.get(tuple(card))
            if shown != number and not waiting:
                self.note("old news on a card", f"{card}: {shown}, not {number}")

    def _cases(self, ground: Ground) -> None:
        for case_id, state in ground.rows("SELECT id, state FROM cases"):
            if case_id in self.over:
                continue
            if problem := ground.perform(lambda act, case_id=case_id: _of_case(act, case_id)):
                self.note("case", f"{case_id} {problem}")
            if state not in OPEN:
                self.over.add(case_id)


def _of_case(act: Act, case_id: int) -> str | None:
    case = act.tx.cases.get(case_id)
    kinds = [event.kind.value for event in act.tx.journal.of(Subject.CASE, case_id)]
    if kinds.count("filed") != 1 or kinds[0] != "filed":
        return f"was filed {kinds.count('filed')} times"
    held = False
    for kind in kinds:
        if kind in TAKING and held:
            return f"was taken twice: {kinds}"
        held = kind in HELD or (held and kind not in LET_GO)
    armed = act.tx.timers.armed(Subject.CASE, case_id)
    if case.state in OPEN - {State.DELIBERATING, State.JOINED} and (
        armed is None or (armed.step, armed.due_at) != (step(case), case.deadline)
    ):
        return f"has the timer {armed} and the deadline {case.deadline}"
    return "is over and has a timer" if case.state not in OPEN and armed else None
