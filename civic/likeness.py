"""Likeness of short texts: which of a person's own few cases a question such as 「我那个灯的事咋样了」 is about."""

from collections.abc import Sequence

_FILLER = frozenset(
    "的了吗呢吧啊呀我你您他她它们那这个件事情儿咋怎么样办到哪一步没有是在有不什时候处理好结果进度请问想给还号楼小区上下"
)
"""Characters that questions about progress are made of, and that nearly every request has too."""


def likeliest(question: str, texts: Sequence[str]) -> list[int]:
    """The indexes of the texts that share the most telling characters with the question; all of them when none shares any."""
    asked = {character for character in question if character.isalpha()} - _FILLER
    shared = [len(asked.intersection(text)) for text in texts]
    most = max(shared, default=0)
    return [index for index, count in enumerate(shared) if count == most]
