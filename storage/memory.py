"""What a transaction remembers beside its rows: a value, so that to roll back is to put the old one back."""

from dataclasses import dataclass

from civic.places import Directory
from storage.chain import Head


@dataclass(frozen=True, slots=True)
class Memory:
    """``directory`` and ``head`` (of the journal) are ``None`` when they have to be read again; ``posts`` tells whether some were added."""

    directory: Directory | None = None
    head: Head | None = None
    posts: bool = False
