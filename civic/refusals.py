"""Refusals: expected answers of the rules that say no. They carry values, never words; the text catalogue has the words.

::

    Refusal
    ├── NotAllowed          this person may not do this to this (fault 28)
    ├── NotFound            no such case, topic, place … for this person
    ├── AlreadyDone         the same act by the same person again (fault 7)
    ├── TakenByOther        another worker accepted first (fault 29)
    ├── MovedOn             the case or topic is past this step
    ├── Personal            one household's own matter is no topic of a group
    ├── NothingAbove        already on the highest rung
    ├── NotOnRoll           the roll was frozen without this person (fault 23)
    ├── VoteClosed          the tap came at or after the closing moment (fault 25)
    ├── LinkInvalid         an invitation or place link that does not hold, whatever the reason (fault 39)
    ├── ConsentMissing      nothing is kept before the privacy notice is agreed to
    ├── TooMany             more cases in an hour than one person may file (fault 43)
    ├── PlaceUnknown        no place of that name or code
    ├── MomentUnclear       a time that cannot be read, or that has passed
    ├── TooEarly            the meeting has not begun, so there is nothing to vote on yet
    ├── LastAdministrator   a role whose end would leave nobody to give roles
    ├── NoRoll              nobody is on the roll, so there can be no vote (fault 26)
    └── GroupNotBound       no group is bound to the place of this topic
"""


class Refusal(Exception):
    """A use case says no; nothing was changed."""

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    @property
    def key(self) -> str:
        """The catalogue's key for the words."""
        return type(self).__name__


class NotAllowed(Refusal):
    """This person may not do this."""


class LastAdministrator(Refusal):
    """Nobody else administers the place."""


class NotFound(Refusal):
    """There is no such thing, or none that this person may see."""


class AlreadyDone(Refusal):
    """The same act by the same person, once more."""


class TakenByOther(Refusal):
    """Somebody else accepted first. ``holder``: their name."""


class MovedOn(Refusal):
    """The matter is past the step this act belongs to."""


class Personal(Refusal):
    """A matter of one person or household, which no group is to hear of."""


class NothingAbove(Refusal):
    """The case stands on its highest rung already."""


class NotOnRoll(Refusal):
    """The roll was frozen when the vote opened, and this person is not on it."""


class VoteClosed(Refusal):
    """The vote has closed."""


class LinkInvalid(Refusal):
    """An invitation or place link that does not hold; one answer for every reason, so that guessing learns nothing."""


class ConsentMissing(Refusal):
    """The privacy notice has not been agreed to."""


class TooMany(Refusal):
    """More cases within an hour than one person may file. ``limit``: how many are allowed."""


class PlaceUnknown(Refusal):
    """No place bears this name or code. ``name``: what was asked for."""


class MomentUnclear(Refusal):
    """A moment that cannot be read or has passed."""


class TooEarly(Refusal):
    """Not before a moment. ``from_at``: that moment."""


class NoRoll(Refusal):
    """Nobody is on the roll."""


class GroupNotBound(Refusal):
    """No group is bound to the place."""
