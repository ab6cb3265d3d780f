"""Danger: whoever may be in it reads whom to call before anything else is asked of them, and says whether it is happening now."""

from civic import corrections, ladder
from civic.cases import Case, Change, DangerTold
from civic.kinds import Tier
from civic.people import Person
from civic.permissions import Action
from civic.understanding import Danger
from services.act import Act
from services.casework import perform
from services.posts import Post, Promise
from services.views import words


def call_first(act: Act, person: Person, danger: Danger | None) -> None:
    """Whom to call, while nothing can be filed yet: nobody reads a question about a place or a consent before it (domain C7).

    A danger to life is told what to do without a consent (个人信息保护法 art. 13 (4)), and nothing is kept by it.
    """
    if danger:
        act.tx.outbox.put(Post(person.chat_id, "danger.call", {"danger": danger.code}))


def ask(act: Act, person: Person, case: Case, danger: Danger) -> None:
    """Whom to call, and whether what the case tells of is happening now."""
    params = {"case_id": case.id, "danger": danger.code}
    act.tx.outbox.put(Post(person.chat_id, "danger.ask", params, slot=slot(case.id)))


def begin(act: Act, person: Person, case: Case, danger: Danger) -> None:
    """What was said after a case tells of a danger: it is asked about, and the case is the emergency it would have been at once."""
    ask(act, person, case, danger)
    _tell(act, person, case.id, DangerTold.ASKED)


def tell(act: Act, person: Person, case_id: int, told: DangerTold) -> Case:
    """正在发生 / 刚才发生过 / 是隐患. A danger that is happening starts the emergency ladder."""
    case = _tell(act, person, case_id, told)
    # A danger may be told by what was said after the case, and only by both.
    danger = act.read(words(note for note in act.tx.notes.of(case_id) if note.author_id == person.id)).danger
    params = {"case_id": case_id, "told": told, "danger": danger.code if danger else case.kind}
    act.tx.outbox.put(Post(person.chat_id, "danger.told", params, Promise.CARD, slot(case_id)))
    return case


def _tell(act: Act, person: Person, case_id: int, told: DangerTold) -> Case:
    def move(case: Case) -> Change:
        calm = Tier.URGENT if case.tier is Tier.EMERGENCY else case.tier
        tier = Tier.EMERGENCY if told in {DangerTold.ASKED, DangerTold.NOW} else calm
        steps = ladder.build(act.town.taxonomy[case.kind], tier, case.place_id, act.places)
        return corrections.tell_danger(case, told, tier, steps, act.now, act.town.calendar)

    return perform(act, person, Action.TELL_DANGER, case_id, move)


def slot(case_id: int) -> str:
    """The living message that asks whether the danger is now."""
    return f"case:{case_id}:danger"
