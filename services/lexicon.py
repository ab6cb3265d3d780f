"""The lexicon (词库): words that staff's corrections suggest, an administrator's decisions on them, and the lists read again."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.events import Event, EventKind
from civic.lexicon import Adopted
from civic.people import Person
from civic.permissions import Upkeep, require_upkeep
from civic.redaction import redact
from civic.refusals import AlreadyDone
from civic.suggestions import Sorted, Suggestion, suggest
from services.act import Act
from services.ports import Subject, Tx
from services.posts import Post, Promise
from services.words import Told, Words

CORRECTIONS, OTHERS = 500, 1_000
"""How many of the latest cases are looked at: those whose kind staff corrected, and others that staff have answered."""

SHOWN = 5
"""Suggestions shown at a time, the best founded."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What suggestions are looked for in. Of the ``names`` of places no part may become a word."""

    told: tuple[Told, ...]
    names: tuple[str, ...]


def gather(act: Act, person: Person) -> Evidence:
    """What the cases tell, for whoever may see suggestions."""
    _require(act, person, Upkeep.SUGGESTIONS)
    names = tuple(name for place in act.places for name in (place.name, *place.aliases))
    return Evidence(act.tx.suggestions.evidence(CORRECTIONS, OTHERS), names)


def find(evidence: Evidence, words: Words) -> tuple[Suggestion, ...]:
    """Look for suggestions: no use case, for it takes time. Texts go no further than here, and redacted."""
    terms = words.terms(redact(each.text) for each in evidence.told)
    cases = (
        Sorted(told.kind, frozenset(word for word in found if not _names(evidence, word)), told.corrected)
        for told, found in zip(evidence.told, terms, strict=True)
    )
    return suggest(cases, words.speaks)


def show(act: Act, person: Person, found: Sequence[Suggestion]) -> None:
    """「/词库」: a card for each suggestion that nobody has decided on, and which words were adopted."""
    _require(act, person, Upkeep.SUGGESTIONS)
    decided = act.tx.suggestions.decided()
    fresh = [each for each in found if Adopted(each.word, each.kind) not in decided]
    names = [each.word for each in adopted(act.tx)]
    params = {"count": len(fresh), "more": len(fresh) > SHOWN, "names": names}
    act.tx.outbox.put(Post(person.chat_id, "suggestion.all", params))
    for each in fresh[:SHOWN]:
        word = Adopted(each.word, each.kind)
        counts = {"corrections": each.corrections, "others": each.others}
        _send_anew(act, person, word)
        _card(act, person, word, "suggestion.ask", _about(act, word) | counts)


def show_decided(act: Act, person: Person, word: str) -> None:
    """「/词库 词」: what was decided on a word, with the button that decides otherwise."""
    _require(act, person, Upkeep.SUGGESTIONS)
    about = {each: adopt for each, adopt in act.tx.suggestions.decided().items() if each.word == word}
    for each, adopt in about.items():
        _send_anew(act, person, each)
        _show_decision(act, person, each, adopt=adopt)
    if not about:
        act.tx.outbox.put(Post(person.chat_id, "suggestion.unknown", {"word": word}))


def decide(act: Act, person: Person, word: Adopted, *, adopt: bool) -> None:
    """采用 / 不用. Raises ``AlreadyDone`` when that is what was decided before."""
    _require(act, person, Upkeep.SUGGESTIONS)
    number = act.tx.suggestions.decide(word, adopt=adopt)
    if number is None:
        raise AlreadyDone
    # The journal keeps the number: the word itself can be taken out of the table one day, of the journal nothing can.
    event = Event(EventKind.WORD_ADOPTED if adopt else EventKind.WORD_REJECTED, act.now, person.id, {"kind": word.kind})
    act.tx.journal.append(Subject.SUGGESTION, number, (event,))
    _show_decision(act, person, word, adopt=adopt)


def adopted(tx: Tx) -> tuple[Adopted, ...]:
    """The words that act because they were adopted."""
    return tuple(word for word, adopt in tx.suggestions.decided().items() if adopt)


def may_reload(act: Act, person: Person) -> None:
    """Raises ``NotAllowed`` for whoever may not have the lists read again."""
    _require(act, person, Upkeep.RELOAD)


def tell_reloaded(act: Act, person: Person, count: int) -> None:
    """「/重载词库」 is done."""
    act.tx.outbox.put(Post(person.chat_id, "told.reloaded", {"count": count, "adopted": len(adopted(act.tx))}))


def slot(word: Adopted) -> str:
    """The living message of a suggestion."""
    return f"suggestion:{word.kind}:{word.word}"


def _require(act: Act, person: Person, what: Upkeep) -> None:
    require_upkeep(what, act.tx.roles.of(person.id), act.places, act.now)


def _names(evidence: Evidence, word: str) -> bool:
    return any(word in name for name in evidence.names)


def _show_decision(act: Act, person: Person, word: Adopted, *, adopt: bool) -> None:
    _card(act, person, word, "suggestion.adopted" if adopt else "suggestion.rejected", _about(act, word))


def _about(act: Act, word: Adopted) -> dict[str, object]:
    return {"word": word.word, "code": word.kind, "kind": act.town.taxonomy[word.kind].name}


def _send_anew(act: Act, person: Person, word: Adopted) -> None:
    """Whoever asks for cards wants them below the question, not far above it."""
    act.tx.outbox.forget_card(person.chat_id, slot(word))


def _card(act: Act, person: Person, word: Adopted, template: str, params: dict[str, object]) -> None:
    act.tx.outbox.put(Post(person.chat_id, template, params, Promise.CARD, slot(word)))
