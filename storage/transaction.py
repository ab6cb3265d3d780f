"""One transaction: the repositories of all nouns over the one session."""

from services import council, delivery, keeping, ports, words
from storage.carried import Carried
from storage.cases import Cases
from storage.erasure import Erasure
from storage.groups import Groups
from storage.holds import Holds
from storage.inbox import Inbox
from storage.invites import Invites
from storage.journal import Journal
from storage.meta import Meta
from storage.notes import Notes
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.prompts import Prompts
from storage.pulse import Pulse
from storage.reports import Reports
from storage.roles import Roles
from storage.signatures import Signatures
from storage.sql import Session
from storage.suggestions import Suggestions
from storage.timers import Timers
from storage.topics import Topics
from storage.votes import Votes


class Transaction:
    """Fits ``services.ports.Tx``; ``pulse`` is there beside it for the program itself."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.people: ports.People = People(session)
        self.roles: ports.Roles = Roles(session)
        self.places: ports.Places = Places(session)
        self.cases: ports.Cases = Cases(session)
        self.notes: ports.Notes = Notes(session)
        self.journal: ports.Journal = Journal(session)
        self.timers: ports.Timers = Timers(session)
        self.outbox: delivery.Outbox = Outbox(session)
        self.prompts: ports.Prompts = Prompts(session)
        self.signatures: ports.Signatures = Signatures(session)
        self.topics: council.Topics = Topics(session)
        self.votes: council.Votes = Votes(session)
        self.groups: council.Groups = Groups(session)
        self.invites: ports.Invites = Invites(session)
        self.inbox: delivery.Inbox = Inbox(session)
        self.erasure: keeping.Erasure = Erasure(session)
        self.carried: keeping.Carried = Carried(session)
        self.holds: keeping.Holds = Holds(session)
        self.reports: keeping.Reports = Reports(session)
        self.suggestions: words.Suggestions = Suggestions(session)
        self.meta: keeping.Memo = Meta(session)
        self.pulse = Pulse(session)
